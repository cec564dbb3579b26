package io.concertina.cli.command;

import io.concertina.DataException;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Inputs;
import io.concertina.data.Batch;
import io.concertina.data.RowSource;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Tensor;
import io.concertina.plugin.datasets.RowLayout;
import io.concertina.plugin.datasets.RowWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** A command that runs a model over rows and writes what comes out, row by row. */
abstract class TransformCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "A model file.")
  private Path model = Path.of("");

  @Mixin private DataChoice data = new DataChoice();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Rows to write: .csv, .csv.gz, .jsonl or .npy; - for standard output.")
  private Path output = Path.of("");

  @Mixin private EngineChoice engine = new EngineChoice();

  @ParentCommand private ConcertinaCommand parent = new ConcertinaCommand();

  private final Console console;

  TransformCommand(Console console) {
    this.console = console;
  }

  /** Opens the rows that go in. */
  RowSource input(OpenModel open, DataChoice choice) {
    Samples samples = open.samples(choice.array());
    return choice.isStandardInput()
        ? samples.stream("standard input", console.input(), choice.format())
        : samples.open(choice.file());
  }

  /** What a row that comes out is made of, keys left out. */
  abstract RowLayout layout(OpenModel open);

  /** Computes a piece: [n, ...] out. */
  abstract Tensor apply(OpenModel open, Batch rows);

  /** Says what the user should know at the end. */
  void finished(Console told) {}

  @Override
  public Integer call() {
    boolean toFile = !output.equals(DataChoice.STANDARD);
    if (toFile) {
      Inputs.of(model).requireOther("--output", output);
      if (!data.isStandardInput()) {
        Inputs.of(data.file()).requireOther("--output", output);
      }
    }
    try (OpenModel open = new OpenModel(model, parent.registry(), engine);
        RowSource rows = input(open, data);
        RowWriter writer = writer(open, rows.schema(), toFile)) {
      rows.notes().forEach(console::message);
      int[] count = {0};
      rows.forEachBatch(
          toFile ? OpenModel.ROWS : OpenModel.STREAMED_ROWS,
          batch -> {
            float[] values = apply(open, batch).toFloats();
            writer.write(keys(batch), values, batch.rows());
            count[0] += batch.rows();
          });
      if (count[0] == 0) {
        throw new DataException(rows.name(), "at least one row", "none");
      }
      long bytes = writer.commit();
      if (toFile) {
        console.message("%s: %d rows, %d bytes".formatted(output, count[0], bytes));
      }
      finished(console);
    }
    return 0;
  }

  private RowWriter writer(OpenModel open, Schema rows, boolean toFile) {
    RowLayout plain = layout(open);
    List<String> keys =
        rows.find(Schema.KEYS).map(StreamSpec::columns).orElse(List.of());
    RowLayout layout = new RowLayout(keys, plain.sample(), plain.columns());
    return toFile
        ? RowWriter.create(output, layout)
        : RowWriter.create("standard output", console.results(), data.format(), layout);
  }

  private static String[] keys(Batch batch) {
    Optional<StreamSpec> keys = batch.schema().find(Schema.KEYS);
    return keys.isEmpty()
        ? new String[0]
        : Arrays.copyOf(
            batch.texts(batch.schema().indexOf(Schema.KEYS)), batch.rows() * keys.get().width());
  }
}
