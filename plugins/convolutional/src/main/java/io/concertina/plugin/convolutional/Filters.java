package io.concertina.plugin.convolutional;

import io.concertina.ConfigurationException;
import io.concertina.layer.LayerScope;

/** How many channels a layer makes. */
final class Filters {

  /** As many as the decoder must give (its last axis). */
  static final int LIKE_OUTPUT = 0;

  private Filters() {}

  /**
   * Checks a setting.
   *
   * @throws ConfigurationException if it is below 0
   */
  static void require(int filters) {
    if (filters < 0) {
      throw new ConfigurationException(
          "filters", "at least 1, or 0 for the channels that the decoder must give", filters);
    }
  }

  /** The number that a setting means in a model. */
  static int of(LayerScope scope, int filters) {
    return filters == LIKE_OUTPUT ? scope.output().last().size() : filters;
  }
}
