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
import java.util.ArrayList;
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

  /** What a row that comes out is made of: texts, then numbers; keys are put in front of it. */
  abstract RowLayout layout(OpenModel open);

  /** Computes a piece. */
  abstract Piece apply(OpenModel open, Batch rows);

  /**
   * Rows that come out.
   *
   * @param texts row after row, as many per row as the layout has
   * @param numbers [n, ...]
   */
  record Piece(List<String> texts, Tensor numbers) {

    /** Numbers alone. */
    static Piece of(Tensor numbers) {
      return new Piece(List.of(), numbers);
    }
  }

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
            Piece piece = apply(open, batch);
            writer.write(texts(batch, piece.texts()), piece.numbers().toFloats(), batch.rows());
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
    List<String> texts =
        new ArrayList<>(rows.find(Schema.KEYS).map(StreamSpec::columns).orElse(List.of()));
    texts.addAll(plain.keys());
    RowLayout layout = new RowLayout(texts, plain.sample(), plain.columns());
    return toFile
        ? RowWriter.create(output, layout)
        : RowWriter.create("standard output", console.results(), data.format(), layout);
  }

  /** The keys of each row, then what comes out of it as text. */
  private static String[] texts(Batch batch, List<String> more) {
    Optional<StreamSpec> keys = batch.schema().find(Schema.KEYS);
    int before = keys.map(StreamSpec::width).orElse(0);
    int after = more.size() / batch.rows();
    String[] texts = new String[batch.rows() * (before + after)];
    for (int row = 0; row < batch.rows(); row++) {
      for (int i = 0; i < before; i++) {
        String[] all = batch.texts(batch.schema().indexOf(Schema.KEYS));
        texts[row * (before + after) + i] = all[row * before + i];
      }
      for (int i = 0; i < after; i++) {
        texts[row * (before + after) + before + i] = more.get(row * after + i);
      }
    }
    return texts;
  }
}
