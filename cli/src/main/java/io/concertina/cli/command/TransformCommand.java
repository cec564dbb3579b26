package io.concertina.cli.command;

import io.concertina.DataException;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Inputs;
import io.concertina.data.Dataset;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.plugin.datasets.RowWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** A command that runs a model over a data file and writes what comes out, row by row. */
abstract class TransformCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "A model file.")
  private Path model = Path.of("");

  @Option(names = "--data", required = true, paramLabel = "FILE", description = "Rows to read.")
  private Path data = Path.of("");

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Rows to write: .csv, .csv.gz or .npy.")
  private Path output = Path.of("");

  @Mixin private EngineChoice engine = new EngineChoice();

  @ParentCommand private ConcertinaCommand parent = new ConcertinaCommand();

  private final Console console;

  TransformCommand(Console console) {
    this.console = console;
  }

  /** Opens the rows that go in. */
  Dataset input(OpenModel open, Path file) {
    return open.samples(file);
  }

  /** Shape of one row that comes out. */
  abstract Shape sample(OpenModel open);

  /** Names of the elements of a row that comes out, or an empty list. */
  abstract List<String> columns(OpenModel open);

  /** Computes a piece: [n, ...] in, [n, ...] out. */
  abstract Tensor apply(OpenModel open, Tensor rows);

  @Override
  public Integer call() {
    Inputs.of(model, data).requireOther("--output", output);
    try (OpenModel open = new OpenModel(model, parent.registry(), engine);
        Dataset rows = input(open, data)) {
      if (rows.size() == 0) {
        throw new DataException(rows.name(), "at least one row", "none");
      }
      try (RowWriter writer = RowWriter.create(output, sample(open), columns(open))) {
        rows.forEachBatch(
            OpenModel.ROWS,
            piece -> writer.write(apply(open, piece).toFloats(), piece.shape().dim(0).size()));
        long bytes = writer.commit();
        console.message("%s: %d rows, %d bytes".formatted(output, rows.size(), bytes));
      }
    }
    return 0;
  }
}
