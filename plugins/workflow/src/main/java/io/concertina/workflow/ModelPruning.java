package io.concertina.workflow;

import io.concertina.autoencoder.ScoreFitting;
import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineChoice;
import io.concertina.model.Model;
import io.concertina.prune.Pruner;
import io.concertina.spi.Registry;
import io.concertina.train.Pruning;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import io.concertina.train.UnitPruner;
import io.concertina.workflow.file.Samples;
import io.concertina.workflow.file.Sources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Takes units or weights out of a trained model and trains what is left.
 *
 * @param registry knows formats and the trainer
 * @param tuning how what is left is trained; weights go while it is, or at once without training
 * @param units takes units out, if any are to go
 * @param weights takes weights out, if any are to go
 */
public record ModelPruning(
    Registry registry, FineTuning tuning, Optional<UnitPruner> units, Optional<Pruner> weights) {

  /** Takes weights or blocks out. */
  public static ModelPruning of(Registry registry, FineTuning tuning, Pruner weights) {
    return new ModelPruning(registry, tuning, Optional.empty(), Optional.of(weights));
  }

  /** Takes whole units out. */
  public static ModelPruning of(Registry registry, FineTuning tuning, UnitPruner units) {
    return new ModelPruning(registry, tuning, Optional.of(units), Optional.empty());
  }

  /**
   * What comes out.
   *
   * @param model pruned
   * @param engine name of the engine that computed
   * @param test loss and metrics on the test rows by name; empty if there are none
   */
  public record Result(Model model, String engine, Map<String, Double> test) {

    /** Share of zeros among the pruned weights. */
    public double sparsity() {
      return Sparsity.of(model.masks());
    }
  }

  /**
   * Prunes on the rows of a file, and tests on those of another.
   *
   * @param model stays as it is
   * @param listener watches the training, and may cancel it
   */
  public Result run(
      Model model, Path data, Optional<Path> test, EngineChoice choice, TrainingListener listener) {
    TrainingPlan plan = tuning.plan(model, registry);
    Samples samples = new Samples(new Sources(registry), model);
    try (Dataset rows = samples.labelled(data);
        Rows held = new Rows(test.map(samples::labelled));
        Engine engine = choice.open()) {
      samples.unweighted(data, rows).ifPresent(listener::note);
      Model pruned = apply(model, rows, engine, listener);
      Map<String, Double> measured =
          held.rows()
              .map(r -> new TestRun(registry).of(pruned, plan.objective(), engine, r))
              .orElse(Map.of());
      return new Result(pruned, engine.name(), measured);
    }
  }

  /** Rows that there may be. */
  private record Rows(Optional<Dataset> rows) implements AutoCloseable {
    @Override
    public void close() {
      rows.ifPresent(Dataset::close);
    }
  }

  /**
   * Prunes on open rows. A score that the model has of its own is fitted to them again.
   *
   * @param model stays as it is
   * @param listener watches the training, and may cancel it
   */
  public Model apply(Model model, Dataset rows, Engine engine, TrainingListener listener) {
    Model pruned = pruned(model, rows, engine, listener);
    long seed = tuning.plan(model, registry).seed();
    return model
        .score()
        .map(score -> ScoreFitting.fit(pruned, score.score(), rows, engine, seed))
        .orElse(pruned);
  }

  private Model pruned(Model model, Dataset rows, Engine engine, TrainingListener listener) {
    TrainingPlan all = tuning.plan(model, registry);
    Model smaller = units.map(u -> u.apply(model, engine, rows, all.seed())).orElse(model);
    TrainingPlan plan = all.with(all.objective().on(smaller.spec(), rows.schema()));
    if (tuning.epochs() == 0) {
      return weights
          .map(
              rule ->
                  Pruning.once(
                      rule, smaller, plan.objective(), engine, rows, plan.batch(), plan.seed()))
          .orElse(smaller);
    }
    TrainingJob job = TrainingJob.of(smaller, weights.map(plan::with).orElse(plan), rows, engine);
    return registry.trainer("local").train(job, listener);
  }
}
