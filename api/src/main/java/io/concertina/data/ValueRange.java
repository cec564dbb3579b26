package io.concertina.data;

import io.concertina.ConfigurationException;

/**
 * The range of values that a source can hold.
 *
 * @param low smallest value
 * @param high largest value, above {@code low}
 */
public record ValueRange(double low, double high) {
  public ValueRange {
    if (!(low < high)) {
      throw new ConfigurationException(
          "range", "a low value below the high one", low + " to " + high);
    }
  }
}
