package io.concertina.prune;

import io.concertina.ConfigurationException;

/**
 * Where a run is.
 *
 * @param done steps done, from 0
 * @param total steps that the run will have if it is not stopped early, above {@code done}
 * @param stepsPerEpoch steps in each epoch, at least 1
 */
public record PruningTime(long done, long total, long stepsPerEpoch) {

  public PruningTime {
    if (done < 0 || done >= total || stepsPerEpoch < 1) {
      throw new ConfigurationException(
          "pruning time",
          "a step within the run",
          "step " + done + " of " + total + ", " + stepsPerEpoch + " per epoch");
    }
  }

  /** The only moment of a model that is pruned without training. */
  public static PruningTime once() {
    return new PruningTime(0, 1, 1);
  }
}
