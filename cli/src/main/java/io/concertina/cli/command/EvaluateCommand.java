package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.ConfigurationException;
import io.concertina.cli.option.DataOption;
import io.concertina.cli.option.EngineOption;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.option.ScoreOption;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Json;
import io.concertina.data.RowSource;
import io.concertina.spi.Registry;
import io.concertina.workflow.Evaluation;
import io.concertina.workflow.Evaluator;
import io.concertina.workflow.OpenModel;
import io.concertina.workflow.file.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concertina evaluate}. */
@Command(
    name = "evaluate",
    description =
        "Measures the reconstruction error of a model, and with labels how well it ranks"
            + " anomalies.")
final class EvaluateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "A model file.")
  private Path model = Path.of("");

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--labels",
      paramLabel = "COLUMN",
      description = "Column that is not 0 in anomalous rows (in an .npz, the name of an array).")
  private @Nullable String labels;

  @Option(names = "--json", description = "Print the results as one JSON object.")
  private boolean json;

  @Option(
      names = "--codes",
      description =
          "Count the units that codes make use of, and dead ones, which no row makes active.")
  private boolean codes;

  @Mixin private ScoreOption score = new ScoreOption();

  @Mixin private EngineOption engine = new EngineOption();

  private final Console console;
  private final PluginPath plugins;

  @Inject
  EvaluateCommand(Console console, PluginPath plugins) {
    this.console = console;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    Registry registry = plugins.registry();
    Evaluation evaluation;
    try (OpenModel open = score.open(model, registry, engine.of(registry))) {
      evaluation = evaluate(evaluator(open), registry);
    }
    if (json) {
      console.result(Json.line(evaluation.values()));
    } else {
      evaluation
          .values()
          .forEach(
              (name, value) ->
                  console.result("%-18s %s".formatted(name, TrainingSummary.number(value))));
    }
    return 0;
  }

  private Evaluator evaluator(OpenModel open) {
    Evaluator evaluator =
        new Evaluator(open, data.array(), Optional.ofNullable(labels), List.of(), console::message);
    if (labels != null && evaluator.sees(labels)) {
      throw new ConfigurationException(
          "--labels",
          "a column that the model does not see",
          labels + ", one of its features; train again with data.labels=" + labels);
    }
    if (labels != null && data.isStandardInput()) {
      throw new ConfigurationException("--labels", "a file of rows", "standard input");
    }
    return codes ? evaluator.withCodes() : evaluator;
  }

  private Evaluation evaluate(Evaluator evaluator, Registry registry) {
    if (!data.isStandardInput()) {
      return evaluator.of(data.file());
    }
    Samples samples = evaluator.open().samples();
    try (RowSource rows =
        samples.stream("standard input", console.input(), data.format(registry))) {
      return evaluator.of(rows);
    }
  }
}
