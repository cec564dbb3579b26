package io.concertina.train;

import io.concertina.model.Model;

/** Runs training jobs. */
public interface Trainer {

  /**
   * Runs a job to its end, an early stop or a cancellation.
   *
   * @return the job's model with trained weights and its history
   * @throws io.concertina.DivergenceException if the loss stops being finite
   * @throws io.concertina.ConfigurationException if the job and its checkpoint do not belong
   *     together
   */
  Model train(TrainingJob job, TrainingListener listener);
}
