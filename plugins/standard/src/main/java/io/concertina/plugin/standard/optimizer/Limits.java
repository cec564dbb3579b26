package io.concertina.plugin.standard.optimizer;

import io.concertina.ConfigurationException;

/** What the settings of update rules must keep to. */
final class Limits {

  private Limits() {}

  static void positive(String where, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new ConfigurationException(where, "a number above 0", value);
    }
  }

  /** The share of a running mean that stays. */
  static void share(String where, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new ConfigurationException(where, "at least 0 and below 1", value);
    }
  }

  static void notNegative(String where, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new ConfigurationException(where, "a number of at least 0", value);
    }
  }
}
