package io.concertina.train;

import io.concertina.ConfigurationException;
import io.concertina.model.Epoch;

/**
 * Lowers the learning rate when a value stops improving.
 *
 * @param monitor a key of {@link Epoch#values}; smaller is better
 * @param factor what the rate is multiplied by, between 0 and 1
 * @param patience epochs without improvement before each lowering, at least 1
 * @param minDelta smallest decrease that counts as improvement, at least 0
 * @param minRate the rate never goes below this
 */
public record PlateauRate(
    String monitor, double factor, int patience, double minDelta, double minRate) {

  public PlateauRate {
    if (!(factor > 0 && factor < 1)) {
      throw new ConfigurationException("plateau.factor", "between 0 and 1", factor);
    }
    if (patience < 1) {
      throw new ConfigurationException("plateau.patience", "at least 1", patience);
    }
    if (!(minDelta >= 0)) {
      throw new ConfigurationException("plateau.min_delta", "at least 0", minDelta);
    }
    if (!(minRate >= 0)) {
      throw new ConfigurationException("plateau.min_rate", "at least 0", minRate);
    }
  }
}
