package io.concertina.cli.command;

import io.concertina.cli.option.DataOption;
import io.concertina.cli.option.EngineOption;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Inputs;
import io.concertina.data.RowLayout;
import io.concertina.data.RowSource;
import io.concertina.data.RowWriter;
import io.concertina.engine.EngineChoice;
import io.concertina.spi.Registry;
import io.concertina.workflow.OpenModel;
import io.concertina.workflow.Transform;
import io.concertina.workflow.file.Samples;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that runs a model over rows and writes what comes out, row by row. */
abstract class TransformCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "A model file.")
  private Path model = Path.of("");

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description =
          "Rows to write: .csv, .csv.gz, .jsonl or .npy, or to look at: .png; - for standard"
              + " output.")
  private Path output = Path.of("");

  @Mixin private EngineOption engine = new EngineOption();

  private final Console console;
  private final PluginPath plugins;

  TransformCommand(Console console, PluginPath plugins) {
    this.console = console;
    this.plugins = plugins;
  }

  /** What the command does with rows. */
  abstract Transform transform(OpenModel open, Samples samples);

  /** Opens the model. */
  OpenModel open(Path file, Registry registry, EngineChoice choice) {
    return OpenModel.open(file, registry, choice);
  }

  /** Whether the rows may come from standard input. */
  void check(DataOption rows) {}

  @Override
  public Integer call() {
    boolean toFile = !output.equals(DataOption.STANDARD);
    if (toFile) {
      Inputs.of(model).requireOther("--output", output);
      if (!data.isStandardInput()) {
        Inputs.of(data.file()).requireOther("--output", output);
      }
    }
    check(data);
    Registry registry = plugins.registry();
    try (OpenModel open = open(model, registry, engine.of(registry))) {
      Transform transform = transform(open, open.samples(data.array()));
      try (RowSource rows = rows(transform, registry);
          RowWriter writer = writer(open, transform.layout(rows.schema()), toFile)) {
        rows.notes().forEach(console::message);
        if (toFile) {
          Transform.Written written = transform.write(rows, writer);
          console.message(
              "%s: %d rows, %d bytes".formatted(output, written.rows(), written.bytes()));
        } else {
          transform.writeAtOnce(rows, writer);
        }
        transform.notes().forEach(console::message);
      }
    }
    return 0;
  }

  private RowSource rows(Transform transform, Registry registry) {
    return data.isStandardInput()
        ? transform.rows("standard input", console.input(), data.format(registry))
        : transform.rows(data.file());
  }

  private RowWriter writer(OpenModel open, RowLayout layout, boolean toFile) {
    return toFile
        ? open.sources().writer(output, layout)
        : open.sources().writer("standard output", console.results(), data.format(), layout);
  }
}
