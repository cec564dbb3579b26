package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.ConfigurationException;
import io.concertina.cli.option.EngineOption;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.CurvePicture;
import io.concertina.cli.output.ExitCode;
import io.concertina.cli.output.Inputs;
import io.concertina.cli.output.Interruption;
import io.concertina.cli.output.Progress;
import io.concertina.spi.Registry;
import io.concertina.workflow.SparsityCurve;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concertina sparsity-curve}. */
@Command(
    name = "sparsity-curve",
    description =
        "Prunes a model by several methods to several sparsities with several seeds, and writes the"
            + " errors as a table and a picture.")
final class SparsityCurveCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "A trained model.")
  private Path file = Path.of("");

  @Option(names = "--data", required = true, paramLabel = "FILE", description = "Training rows.")
  private Path data = Path.of("");

  @Option(names = "--test", required = true, paramLabel = "FILE", description = "Test rows.")
  private Path test = Path.of("");

  @Option(
      names = "--methods",
      split = ",",
      paramLabel = "METHOD",
      defaultValue = "magnitude,gradient-magnitude,movement,random",
      description = "As for prune. Default: ${DEFAULT-VALUE}.")
  private List<String> methods = List.of();

  @Option(
      names = "--sparsities",
      split = ",",
      paramLabel = "S",
      defaultValue = "0.5,0.7,0.8,0.9,0.95,0.98",
      description = "Shares of zeros. Default: ${DEFAULT-VALUE}.")
  private List<Double> sparsities = List.of();

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,2,3",
      description = "Seeds of pruning and fine-tuning. Default: ${DEFAULT-VALUE}.")
  private List<Long> seeds = List.of();

  @Option(
      names = "--granularity",
      paramLabel = "WHAT",
      defaultValue = "weight",
      description = "What goes as one: weight, block or a block's size. Default: ${DEFAULT-VALUE}.")
  private String granularity = "";

  @Option(
      names = "--fine-tune",
      paramLabel = "EPOCHS",
      defaultValue = "4",
      description = "Passes over the rows while and after pruning. Default: ${DEFAULT-VALUE}.")
  private int fineTune;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description =
          "Table, a .csv file; it grows with every run, and runs that it holds are not done again.")
  private Path output = Path.of("");

  @Option(names = "--picture", paramLabel = "FILE", description = "Picture, .png or .svg.")
  private @Nullable Path picture;

  @Mixin private EngineOption engine = new EngineOption();

  private final Console console;
  private final PluginPath plugins;

  @Inject
  SparsityCurveCommand(Console console, PluginPath plugins) {
    this.console = console;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    if (granularity.equals("unit")) {
      throw new ConfigurationException("--granularity", "weight, block or a block's size", "unit");
    }
    Registry registry = plugins.registry();
    requireOwnFiles();
    CurvePicture.requireKnown(Optional.ofNullable(picture));
    SparsityCurve curve = new SparsityCurve(methods, sparsities, seeds, granularity, fineTune);
    try (Interruption interruption = new Interruption();
        Progress progress = new Progress(console, interruption)) {
      Optional<SparsityCurve.Result> result =
          curve.run(registry, file, data, test, engine.of(registry), output, progress);
      if (result.isEmpty()) {
        return ExitCode.INTERRUPTED;
      }
      if (picture != null) {
        CurvePicture.write(picture, result.get().errors(), result.get().dense());
      }
      console.result("table    " + output);
    }
    return ExitCode.SUCCESS;
  }

  private void requireOwnFiles() {
    Inputs inputs = Inputs.of(file, data, test);
    inputs.requireOther("--output", output);
    if (picture != null) {
      inputs.and(List.of(output)).requireOther("--picture", picture);
    }
  }
}
