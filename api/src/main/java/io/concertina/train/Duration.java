package io.concertina.train;

import io.concertina.ConfigurationException;
import java.util.Optional;

/**
 * How long a run lasts, and what changes when it no longer gets better.
 *
 * @param epochs passes over the training rows, at least 1
 * @param earlyStopping when to stop early
 * @param plateau when to lower the rate
 */
public record Duration(
    int epochs, Optional<EarlyStopping> earlyStopping, Optional<PlateauRate> plateau) {

  public Duration {
    if (epochs < 1) {
      throw new ConfigurationException("training.epochs", "at least 1", epochs);
    }
  }

  /** A number of epochs. */
  public static Duration of(int epochs) {
    return new Duration(epochs, Optional.empty(), Optional.empty());
  }

  /** The same with another number of epochs. */
  public Duration withEpochs(int count) {
    return new Duration(count, earlyStopping, plateau);
  }
}
