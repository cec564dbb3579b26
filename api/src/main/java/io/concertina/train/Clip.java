package io.concertina.train;

import io.concertina.ConfigurationException;

/**
 * A bound on gradients before the optimiser sees them.
 *
 * @param kind what is bounded
 * @param limit the bound, above 0
 */
public record Clip(Kind kind, double limit) {

  /** What is bounded. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /** Every element, to -limit … limit. */
    VALUE,
    /** The Euclidean norm of each weight's gradient. */
    NORM,
    /** The Euclidean norm of all gradients together (Pascanu et al. 2013, algorithm 1). */
    GLOBAL_NORM
  }

  public Clip {
    if (!(limit > 0)) {
      throw new ConfigurationException("clip", "a limit above 0", limit);
    }
  }

  /** No bound. */
  public static Clip none() {
    return new Clip(Kind.NONE, Double.POSITIVE_INFINITY);
  }
}
