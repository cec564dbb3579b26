package io.concertina.cli.command;

import io.concertina.cli.output.Console;
import io.concertina.cli.output.Interruption;
import io.concertina.cli.output.Progress;
import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.model.Model;
import io.concertina.prune.Pruner;
import io.concertina.spi.Registry;
import io.concertina.train.Pruning;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingPlan;
import java.util.Optional;

/**
 * Prunes a model while it is trained on, or at once without training.
 *
 * @param registry knows the trainer
 * @param console shows progress
 * @param tuning how it is trained on
 * @param pruner takes weights out, if any are to go
 */
record PruningRun(Registry registry, Console console, FineTuning tuning, Optional<Pruner> pruner) {

  Model apply(Model model, Dataset rows, Engine engine, Interruption interruption) {
    TrainingPlan all = tuning.plan(model, registry);
    TrainingPlan plan = all.with(all.objective().on(model.spec(), rows.schema()));
    if (tuning.epochs() == 0) {
      return pruner
          .map(
              rule ->
                  Pruning.once(
                      rule, model, plan.objective(), engine, rows, plan.batch(), plan.seed()))
          .orElse(model);
    }
    try (Progress progress = new Progress(console, interruption)) {
      TrainingPlan whole = pruner.map(plan::with).orElse(plan);
      TrainingJob job = TrainingJob.of(model, whole, rows, engine);
      return registry.trainer("local").train(job, progress);
    }
  }
}
