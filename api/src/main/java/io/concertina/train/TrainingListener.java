package io.concertina.train;

import io.concertina.model.Epoch;
import java.util.List;

/**
 * Watches a run. Called on the thread that trains, in the order of what happens.
 *
 * <p>A listener that throws ends the run: an error of this library's own passes as it is, any other
 * becomes a {@link io.concertina.ConfigurationException} that names the listener.
 */
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

  /**
   * Numbers of the rows that {@link #watched} shows after every epoch, counted from 0 among the
   * validation rows or, where there are none, among the training rows.
   */
  default List<Integer> rows() {
    return List.of();
  }

  /**
   * What the model makes of {@link #rows} after an epoch, of which {@link #epoch} tells next.
   *
   * @param rows those asked for, perhaps among others that another listener asked for
   */
  default void watched(WatchedRows rows) {}

  /** An epoch is done: its loss, terms, metrics and rate. */
  default void epoch(Epoch epoch) {}

  /**
   * The run has ended with the weights of an epoch before its last.
   *
   * @param epoch its number, counted from 1
   */
  default void restored(int epoch) {}

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

  /**
   * Hands everything on to several listeners, in order; cancelled as soon as one of them is. What
   * one of them throws becomes an error that names it.
   */
  static TrainingListener all(List<? extends TrainingListener> listeners) {
    return new Listeners(List.<TrainingListener>copyOf(listeners));
  }

  /** Watches nothing. */
  static TrainingListener none() {
    return new TrainingListener() {};
  }
}
