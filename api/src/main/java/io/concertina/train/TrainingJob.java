package io.concertina.train;

import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineChoice;
import io.concertina.model.Model;

/**
 * A run to be done. Whoever makes the job closes its datasets.
 *
 * @param model what to train, with its initial weights
 * @param plan how
 * @param rows to learn from
 * @param engine what computes
 * @param saving where the run is saved
 */
public record TrainingJob(
    Model model, TrainingPlan plan, TrainingRows rows, EngineChoice engine, Saving saving) {

  /**
   * Where a run is saved after every epoch.
   *
   * @param checkpoints keeps the newest checkpoint
   * @param resume whether to continue from it, if there is one
   */
  public record Saving(CheckpointStore checkpoints, boolean resume) {

    /** Nowhere. */
    public static Saving none() {
      return new Saving(CheckpointStore.none(), false);
    }
  }

  /** A job without validation rows and checkpoints. */
  public static TrainingJob of(
      Model model, TrainingPlan plan, Dataset training, EngineChoice engine) {
    return new TrainingJob(model, plan, TrainingRows.of(training), engine, Saving.none());
  }

  /** A job on an engine that is open already and stays open. */
  public static TrainingJob of(Model model, TrainingPlan plan, Dataset training, Engine engine) {
    return of(model, plan, training, EngineChoice.of(engine));
  }

  /** The same job, saved. */
  public TrainingJob saved(CheckpointStore checkpoints, boolean resume) {
    return new TrainingJob(model, plan, rows, engine, new Saving(checkpoints, resume));
  }

  /** The same job with validation rows. */
  public TrainingJob validated(Dataset validation) {
    return new TrainingJob(model, plan, rows.validated(validation), engine, saving);
  }
}
