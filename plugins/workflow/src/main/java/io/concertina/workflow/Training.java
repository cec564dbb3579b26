package io.concertina.workflow;

import io.concertina.engine.EngineChoice;
import io.concertina.model.Model;
import io.concertina.score.Score;
import io.concertina.spi.Registry;
import io.concertina.train.Trainer;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import io.concertina.workflow.file.DataPlan;
import io.concertina.workflow.file.RunRows;
import io.concertina.workflow.file.Sources;
import io.concertina.workflow.file.TrainingData;
import java.util.Optional;

/**
 * A model that is to be trained on the rows of files.
 *
 * @param registry knows formats, trainers and engines
 * @param data the rows
 * @param design what the model is to be like
 * @param plan how it is trained
 * @param trainer who trains it
 * @param score how the trained model is to score rows; empty for the mean error
 */
public record Training(
    Registry registry,
    DataPlan data,
    ModelDesign design,
    TrainingPlan plan,
    Trainer trainer,
    Optional<Score> score) {

  /** Training by the usual trainer. */
  public static Training of(
      Registry registry, DataPlan data, ModelDesign design, TrainingPlan plan) {
    return new Training(registry, data, design, plan, registry.trainer("local"), Optional.empty());
  }

  /** The same with a score for the trained model. */
  public Training with(Score chosen) {
    return new Training(registry, data, design, plan, trainer, Optional.of(chosen));
  }

  /**
   * Opens the rows.
   *
   * @throws io.concertina.DataException if they are missing, damaged or do not fit together
   */
  public TrainingSession open() {
    TrainingData files = new TrainingData(new Sources(registry), data);
    RunRows rows = RunRows.open(files, plan.batching().validationSplit());
    TrainingTask task = new TrainingTask(registry, plan, trainer, score, data.augmentation());
    return new TrainingSession(task, rows, seen -> new FreshModel(this, data.source()).on(seen));
  }

  /** Trains from fresh weights to the end. */
  public Model run(EngineChoice engine, TrainingListener listener) {
    try (TrainingSession session = open()) {
      return session.train(session.initial(), engine, TrainingJob.Saving.none(), listener);
    }
  }
}
