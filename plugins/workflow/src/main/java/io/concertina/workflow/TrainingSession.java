package io.concertina.workflow;

import io.concertina.autoencoder.ScoreFitting;
import io.concertina.data.Dataset;
import io.concertina.data.Datasets;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineChoice;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Scalings;
import io.concertina.score.Score;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingRows;
import io.concertina.workflow.file.RunRows;
import io.concertina.workflow.file.TrainingData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A training whose rows are open: makes the model, trains it, tests it. Closing closes the rows.
 */
public final class TrainingSession implements AutoCloseable {

  private final Training training;
  private final TrainingData files;
  private final RunRows rows;

  TrainingSession(Training training, TrainingData files, RunRows rows) {
    this.training = training;
    this.files = files;
    this.rows = rows;
  }

  /** What the user should know about the rows. */
  public List<String> notes() {
    return rows.notes();
  }

  /**
   * The model before training: fresh weights, scalings fitted to the training rows, and where it
   * comes from.
   */
  public Model initial() {
    Dataset seen = rows().split(training.plan().batching()).training();
    ModelSpec spec = training.design().spec(seen.schema(), training.plan().objective().loss());
    Optional<Preprocessing> target = spec.target().map(stream -> target(seen, stream.name()));
    Preprocessing x =
        seen.schema().find(Schema.X).isPresent()
            ? training.data().preprocessing().fit(seen)
            : Preprocessing.none(spec.sample());
    Model initial = Model.initial(spec, new Scalings(x, target), training.plan().seed());
    return initial.with(
        initial
            .provenance()
            .with(training.plan().describe(training.registry()))
            .with("data", files.source()));
  }

  private Preprocessing target(Dataset seen, String stream) {
    return training
        .data()
        .preprocessing()
        .fit(
            Datasets.renamed(
                Datasets.only(seen, Set.of(stream)), s -> s.as(Schema.X, StreamSpec.Role.FEATURE)));
  }

  private TrainingRows rows() {
    return rows.training(training.data().augmentation());
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
    training.score().ifPresent(score -> ScoreFitting.require(initial, score));
    TrainingJob job = new TrainingJob(initial, training.plan(), rows(), engine, saving);
    Model trained = training.trainer().train(job, listener);
    return training.score().map(score -> scored(trained, score, engine)).orElse(trained);
  }

  /** The model with a score, fitted on the validation rows where there are some. */
  private Model scored(Model trained, Score score, EngineChoice choice) {
    Dataset judged = rows().split(training.plan().batching()).judged();
    try (Engine engine = choice.open()) {
      return ScoreFitting.fit(trained, score, judged, engine, training.plan().seed());
    }
  }

  /** Loss and metrics on the test rows by name; empty if there are none. */
  public Optional<Map<String, Double>> test(Model trained, EngineChoice choice) {
    return rows.test()
        .rows()
        .map(
            held -> {
              try (Engine engine = choice.open()) {
                return new TestRun(training.registry())
                    .of(trained, training.plan().objective(), engine, held);
              }
            });
  }

  @Override
  public void close() {
    rows.close();
  }
}
