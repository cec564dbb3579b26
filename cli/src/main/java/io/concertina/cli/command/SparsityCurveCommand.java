package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.ConfigurationException;
import io.concertina.cli.ExitCode;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.CurvePicture;
import io.concertina.cli.output.Interruption;
import io.concertina.cli.output.TextFile;
import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.model.Model;
import io.concertina.prune.Pruner;
import io.concertina.spi.Registry;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
      description = "Table, a .csv file; it grows with every run.")
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

  private record Point(String method, double sparsity, long seed) {}

  @Override
  public Integer call() {
    Registry registry = parent.registry();
    Map<Point, Pruner> pruners = pruners(registry);
    CurvePicture.requireKnown(Optional.ofNullable(picture));
    Sources sources = new Sources(registry);
    Model model = sources.model(file);
    Samples samples = new Samples(sources, model);
    Map<Point, Double> errors = new LinkedHashMap<>();
    try (Dataset rows = samples.open(data);
        Dataset held = samples.open(test);
        Engine open = engine.open(registry, "native", EngineOptions.defaults());
        Interruption interruption = new Interruption()) {
      double dense = error(model, open, held);
      TextFile.write(output, table(errors, dense));
      for (Map.Entry<Point, Pruner> each : pruners.entrySet()) {
        Point point = each.getKey();
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
        errors.put(point, error(pruned, open, held));
        console.message(
            "%s at %s, seed %d: mse %.6g"
                .formatted(point.method(), point.sparsity(), point.seed(), errors.get(point)));
        TextFile.write(output, table(errors, dense));
      }
      if (picture != null) {
        CurvePicture.write(picture, curves(errors), dense);
      }
      console.result("table    " + output);
    }
    return ExitCode.SUCCESS;
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
              new Point(method, sparsity, seed),
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

  private static String table(Map<Point, Double> errors, double dense) {
    StringBuilder text = new StringBuilder("method,sparsity,seed,mse,above_dense\n");
    text.append(String.format(Locale.ROOT, "dense,0,,%s,0%n", dense));
    errors.forEach(
        (point, error) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%s,%s,%d,%s,%.4f%n",
                    point.method(),
                    point.sparsity(),
                    point.seed(),
                    error,
                    error / dense - 1)));
    return text.toString();
  }

  /** By method, the errors of all seeds by rising sparsity. */
  private Map<String, Map<Double, List<Double>>> curves(Map<Point, Double> errors) {
    Map<String, Map<Double, List<Double>>> curves = new LinkedHashMap<>();
    for (String method : methods) {
      Map<Double, List<Double>> curve = new TreeMap<>();
      for (double sparsity : sparsities) {
        curve.put(
            sparsity,
            seeds.stream()
                .map(seed -> errors.getOrDefault(new Point(method, sparsity, seed), Double.NaN))
                .toList());
      }
      curves.put(method, curve);
    }
    return curves;
  }
}
