package io.concertina.workflow;

import io.concertina.autoencoder.ScoreFitting;
import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineChoice;
import io.concertina.model.Model;
import io.concertina.score.Score;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingRows;
import io.concertina.workflow.file.RunRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A training whose rows are open: makes the model, trains it, tests it. Closing closes the rows.
 */
public final class TrainingSession implements AutoCloseable {

  private final TrainingTask task;
  private final RunRows rows;
  private final Function<Dataset, Model> beginning;

  /**
   * A session.
   *
   * @param task what is done with the rows
   * @param rows closed with the session
   * @param beginning the model before training, of the rows that it is to see
   */
  TrainingSession(TrainingTask task, RunRows rows, Function<Dataset, Model> beginning) {
    this.task = task;
    this.rows = rows;
    this.beginning = beginning;
  }

  /** What the user should know about the rows. */
  public List<String> notes() {
    return rows.notes();
  }

  /**
   * The model before training, and where it comes from: fresh weights and scalings fitted to the
   * training rows, or the model that is trained on.
   */
  public Model initial() {
    return beginning.apply(rows().split(task.plan().batching()).training());
  }

  private TrainingRows rows() {
    return rows.training(task.augmentation());
  }

  /**
   * Trains a model to the end of the plan, an early stop or a cancellation.
   *
   * @param initial the model to begin with, for instance {@link #initial}
   * @param engine computes
   * @param saving where the run is saved, and whether it goes on from there
   * @param listener watches
   */
  public Model train(
      Model initial, EngineChoice engine, TrainingJob.Saving saving, TrainingListener listener) {
    task.score().ifPresent(score -> ScoreFitting.require(initial, score));
    TrainingJob job = new TrainingJob(initial, task.plan(), rows(), engine, saving);
    Model trained = task.trainer().train(job, listener);
    return task.score().map(score -> scored(trained, score, engine)).orElse(trained);
  }

  /** The model with a score, fitted on the validation rows where there are some. */
  private Model scored(Model trained, Score score, EngineChoice choice) {
    Dataset judged = rows().split(task.plan().batching()).judged();
    try (Engine engine = choice.open()) {
      return ScoreFitting.fit(trained, score, judged, engine, task.plan().seed());
    }
  }

  /** Loss and metrics on the test rows by name; empty if there are none. */
  public Optional<Map<String, Double>> test(Model trained, EngineChoice choice) {
    return rows.test()
        .rows()
        .map(
            held -> {
              try (Engine engine = choice.open()) {
                return new TestRun(task.registry())
                    .of(trained, task.plan().objective(), engine, held);
              }
            });
  }

  @Override
  public void close() {
    rows.close();
  }
}
