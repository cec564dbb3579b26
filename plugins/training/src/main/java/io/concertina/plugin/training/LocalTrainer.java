package io.concertina.plugin.training;

import io.concertina.model.Model;
import io.concertina.train.Trainer;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;

/**
 * Trains in this process, step after step, on the job's engine.
 *
 * <p>Everything random follows from the plan's seed: initial weights, the order of rows in each
 * epoch, the noise in each step. On an engine that is deterministic, a run that is resumed from a
 * checkpoint therefore ends with the same bits as one that was never interrupted.
 */
public final class LocalTrainer implements Trainer {

  @Override
  public String name() {
    return "local";
  }

  @Override
  public Model train(TrainingJob job, TrainingListener listener) {
    try (TrainingRun run = new TrainingRun(job, listener)) {
      return run.run();
    }
  }
}
