package io.concertina.plugin.sparsity.weight;

import io.concertina.ConfigurationException;

/** What strengths must keep to. */
final class Strengths {

  private Strengths() {}

  static void notNegative(String where, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new ConfigurationException(where, "a number of at least 0", value);
    }
  }
}
