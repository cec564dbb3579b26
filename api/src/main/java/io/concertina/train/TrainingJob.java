package io.concertina.train;

import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.model.Model;
import java.util.Optional;

/**
 * A run to be done. Whoever makes the job closes its datasets and its engine.
 *
 * @param model what to train, with its initial weights
 * @param plan how
 * @param training rows to learn from
 * @param validation rows that only validate; wins over the plan's split
 * @param engine what computes
 * @param checkpoints where the run is saved after every epoch
 * @param resume whether to continue from the newest checkpoint, if there is one
 */
public record TrainingJob(
    Model model,
    TrainingPlan plan,
    Dataset training,
    Optional<Dataset> validation,
    Engine engine,
    CheckpointStore checkpoints,
    boolean resume) {

  /** A job without validation rows and checkpoints. */
  public static TrainingJob of(Model model, TrainingPlan plan, Dataset training, Engine engine) {
    return new TrainingJob(
        model, plan, training, Optional.empty(), engine, CheckpointStore.none(), false);
  }
}
