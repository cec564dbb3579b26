package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.ConfigurationException;
import io.concertina.cli.ExitCode;
import io.concertina.cli.command.CurveTable.Point;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.CurvePicture;
import io.concertina.cli.output.Inputs;
import io.concertina.cli.output.Interruption;
import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.model.Model;
import io.concertina.prune.Pruner;
import io.concertina.spi.Registry;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

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

  @Mixin private EngineChoice engine = new EngineChoice();

  @ParentCommand private ConcertinaCommand parent = new ConcertinaCommand();

  private final Console console;

  @Inject
  SparsityCurveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Registry registry = parent.registry();
    Map<Point, Pruner> pruners = pruners(registry);
    requireOwnFiles();
    CurvePicture.requireKnown(Optional.ofNullable(picture));
    Sources sources = new Sources(registry);
    Model model = sources.model(file);
    Samples samples = new Samples(sources, model);
    try (Dataset rows = samples.open(data);
        Dataset held = samples.open(test);
        Engine open = engine.open(registry, "native", EngineOptions.defaults());
        Interruption interruption = new Interruption()) {
      double dense = error(model, open, held);
      CurveTable table = CurveTable.open(output, dense);
      for (Map.Entry<Point, Pruner> each : pruners.entrySet()) {
        Point point = each.getKey();
        if (table.error(point) != null) {
          continue;
        }
        PruningRun run =
            new PruningRun(
                registry,
                console,
                new FineTuning(fineTune, FineTuning.SPARSE_RATE, point.seed(), List.of()),
                Optional.of(each.getValue()));
        Model pruned = run.apply(model, rows, open, interruption);
        if (interruption.requested()) {
          return ExitCode.INTERRUPTED;
        }
        double error = error(pruned, open, held);
        table.put(point, error);
        console.message(
            "%s at %s, seed %d: mse %.6g"
                .formatted(point.method(), point.sparsity(), point.seed(), error));
      }
      if (picture != null) {
        CurvePicture.write(picture, curves(table), dense);
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

  /** Made before the first run, so that a wrong setting costs nothing. */
  private Map<Point, Pruner> pruners(Registry registry) {
    if (granularity.equals("unit")) {
      throw new ConfigurationException("--granularity", "weight, block or a block's size", "unit");
    }
    Map<Point, Pruner> pruners = new LinkedHashMap<>();
    for (long seed : seeds) {
      for (double sparsity : sparsities) {
        for (String method : methods) {
          PruningChoice choice = PruningChoice.of(method, sparsity, granularity, fineTune);
          pruners.put(
              point(method, sparsity, seed),
              registry.create(Pruner.class, "sparsity-curve", choice.tree()));
        }
      }
    }
    return pruners;
  }

  private static double error(Model model, Engine engine, Dataset rows) {
    return ((Number) ReconstructionError.of(model, engine, rows).getOrDefault("mse", Double.NaN))
        .doubleValue();
  }

  private Point point(String method, double sparsity, long seed) {
    return new Point(method, granularity, sparsity, fineTune, seed);
  }

  /** By method, the errors of all seeds by rising sparsity. */
  private Map<String, Map<Double, List<Double>>> curves(CurveTable table) {
    Map<String, Map<Double, List<Double>>> curves = new LinkedHashMap<>();
    for (String method : methods) {
      Map<Double, List<Double>> curve = new TreeMap<>();
      for (double sparsity : sparsities) {
        curve.put(
            sparsity,
            seeds.stream().map(seed -> table.error(point(method, sparsity, seed))).toList());
      }
      curves.put(method, curve);
    }
    return curves;
  }
}
