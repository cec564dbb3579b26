package io.concertina.train;

import io.concertina.model.Epoch;

/** Watches a run. Called on the thread that trains. */
public interface TrainingListener {

  /**
   * The run begins or continues.
   *
   * @param epochs planned
   * @param stepsPerEpoch steps in each epoch
   * @param done epochs that a resumed run has behind it
   */
  default void started(int epochs, long stepsPerEpoch, int done) {}

  /**
   * A step is done.
   *
   * @param epoch number of the epoch, counted from 1
   * @param step number of the step within the epoch, counted from 1
   * @param loss of the step's batch
   */
  default void step(int epoch, long step, double loss) {}

  /** An epoch is done. */
  default void epoch(Epoch epoch) {}

  /**
   * Something about the run that its user should know.
   *
   * @param sentence one line
   */
  default void note(String sentence) {}

  /** True if the run should stop after this step; the model so far is kept. */
  default boolean cancelled() {
    return false;
  }

  /** Watches nothing. */
  static TrainingListener none() {
    return new TrainingListener() {};
  }
}
