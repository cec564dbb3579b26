package io.concertina.workflow;

import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineChoice;
import io.concertina.model.Model;
import io.concertina.prune.Pruner;
import io.concertina.spi.Registry;
import io.concertina.train.TrainingListener;
import io.concertina.workflow.file.Samples;
import io.concertina.workflow.file.Sources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The error of a model that is pruned by several methods to several sparsities with several seeds.
 *
 * @param methods what goes first, with dashes
 * @param sparsities shares of zeros
 * @param seeds of pruning and fine-tuning
 * @param granularity what goes as one: {@code weight}, {@code block} or a block's size
 * @param epochs of fine-tuning while and after pruning
 */
public record SparsityCurve(
    List<String> methods,
    List<Double> sparsities,
    List<Long> seeds,
    String granularity,
    int epochs) {

  public SparsityCurve {
    methods = List.copyOf(methods);
    sparsities = List.copyOf(sparsities);
    seeds = List.copyOf(seeds);
  }

  /**
   * The curve.
   *
   * @param dense mean squared error of the model as it is
   * @param errors by method, those of all seeds by rising sparsity
   */
  public record Result(double dense, Map<String, Map<Double, List<Double>>> errors) {}

  /**
   * Does all runs that a table does not hold yet. Every method is made before the first of them, so
   * that a wrong setting costs nothing.
   *
   * @param file of the model
   * @param data rows to train with
   * @param test rows to measure on
   * @param table a CSV file that grows with every run; made if it is not there
   * @param listener watches the training and is told the error of each run; it may cancel
   * @return empty if it was cancelled
   */
  public Optional<Result> run(
      Registry registry,
      Path file,
      Path data,
      Path test,
      EngineChoice choice,
      Path table,
      TrainingListener listener) {
    Map<CurvePoint, Pruner> pruners = pruners(registry);
    Model model = new Sources(registry).model(file);
    Samples samples = new Samples(new Sources(registry), model);
    try (Dataset rows = samples.open(data);
        Dataset held = samples.open(test);
        Engine engine = choice.open()) {
      double dense = error(model, engine, held);
      CurveTable runs = CurveTable.open(table, dense);
      for (Map.Entry<CurvePoint, Pruner> each : pruners.entrySet()) {
        CurvePoint point = each.getKey();
        if (runs.error(point) != null) {
          continue;
        }
        FineTuning tuning = FineTuning.of(epochs, FineTuning.SPARSE_RATE, point.seed());
        Model pruned =
            ModelPruning.of(registry, tuning, each.getValue()).apply(model, rows, engine, listener);
        if (listener.cancelled()) {
          return Optional.empty();
        }
        double error = error(pruned, engine, held);
        runs.put(point, error);
        listener.note(
            "%s at %s, seed %d: mse %.6g"
                .formatted(point.method(), point.sparsity(), point.seed(), error));
      }
      return Optional.of(new Result(dense, curves(runs)));
    }
  }

  private Map<CurvePoint, Pruner> pruners(Registry registry) {
    Map<CurvePoint, Pruner> pruners = new LinkedHashMap<>();
    for (long seed : seeds) {
      for (double sparsity : sparsities) {
        for (String method : methods) {
          PruningChoice choice = PruningChoice.of(method, sparsity, granularity, epochs);
          pruners.put(point(method, sparsity, seed), choice.pruner(registry, "sparsity-curve"));
        }
      }
    }
    return pruners;
  }

  private static double error(Model model, Engine engine, Dataset rows) {
    return ReconstructionError.of(model, engine, rows).getOrDefault("mse", Double.NaN);
  }

  private CurvePoint point(String method, double sparsity, long seed) {
    return new CurvePoint(method, granularity, sparsity, epochs, seed);
  }

  private Map<String, Map<Double, List<Double>>> curves(CurveTable table) {
    Map<String, Map<Double, List<Double>>> curves = new LinkedHashMap<>();
    for (String method : methods) {
      Map<Double, List<Double>> curve = new TreeMap<>();
      for (double sparsity : sparsities) {
        curve.put(
            sparsity,
            seeds.stream()
                .map(seed -> table.error(point(method, sparsity, seed)))
                .map(Objects::requireNonNull)
                .toList());
      }
      curves.put(method, curve);
    }
    return curves;
  }
}
