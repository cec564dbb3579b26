package io.concertina.workflow.benchmark;

import io.concertina.ConfigurationException;

/**
 * How long to measure.
 *
 * @param warmUp seconds that each candidate runs before the first round, at least 0; longer while
 *     somebody still gets faster, but not more than {@link #longestWarmUp}
 * @param rounds turns of each candidate; at least 1
 * @param seconds length of a turn; above 0
 */
public record Schedule(double warmUp, int rounds, double seconds) {

  /** The JVM's compilers need five to six seconds of work for the loops of W3's training. */
  public static final double WARM_UP = 6;

  /** So many that a disturbance of some of them does not move the median. */
  public static final int ROUNDS = 7;

  /** Long enough for the clock, short enough that all candidates meet the same machine. */
  public static final double SECONDS = 0.4;

  private static final int PATIENCE = 2;

  public Schedule {
    if (!(warmUp >= 0)) {
      throw new ConfigurationException("--warm-up", "at least 0 seconds", warmUp);
    }
    if (rounds < 1) {
      throw new ConfigurationException("--rounds", "at least 1", rounds);
    }
    if (!(seconds > 0)) {
      throw new ConfigurationException("--seconds", "more than 0", seconds);
    }
  }

  /** Seconds after which the rounds begin in any case. */
  double longestWarmUp() {
    return PATIENCE * warmUp;
  }
}
