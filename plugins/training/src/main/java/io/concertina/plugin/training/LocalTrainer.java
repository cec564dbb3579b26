package io.concertina.plugin.training;

import io.concertina.config.Factory;
import io.concertina.engine.Engine;
import io.concertina.model.Model;
import io.concertina.train.Trainer;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import java.util.List;

/**
 * Trains in this process, step after step, on the job's engine.
 *
 * <p>Everything random follows from the plan's seed: initial weights, the order of rows in each
 * epoch, the noise in each step. On an engine that is deterministic, a run that is resumed from a
 * checkpoint therefore ends with the same bits as one that was never interrupted.
 */
public final class LocalTrainer implements Trainer {

  static final Factory<LocalTrainer> FACTORY = Factory.of("local", new LocalTrainer());

  @Override
  public Model train(TrainingJob job, TrainingListener listener) {
    try (Engine engine = job.engine().open()) {
      return new Phases(job, engine, TrainingListener.all(List.of(listener))).run();
    }
  }
}
