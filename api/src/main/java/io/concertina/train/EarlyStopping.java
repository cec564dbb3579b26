package io.concertina.train;

import io.concertina.ConfigurationException;
import io.concertina.model.Epoch;

/**
 * Ends a run when a value stops improving.
 *
 * @param monitor a key of {@link Epoch#values}; smaller is better
 * @param patience epochs without improvement that are allowed, at least 1
 * @param minDelta smallest decrease that counts as improvement, at least 0
 * @param restoreBest ends with the weights of the best epoch instead of the last
 */
public record EarlyStopping(String monitor, int patience, double minDelta, boolean restoreBest) {

  public EarlyStopping {
    if (patience < 1) {
      throw new ConfigurationException("early_stopping.patience", "at least 1", patience);
    }
    if (!(minDelta >= 0)) {
      throw new ConfigurationException("early_stopping.min_delta", "at least 0", minDelta);
    }
  }
}
