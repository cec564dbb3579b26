package io.concertina.data;

import io.concertina.ConfigurationException;
import java.util.Optional;

/**
 * Rows that are sequences of different lengths, padded with missing cells to one size.
 *
 * @param size steps of a row, at least 1
 * @param group the column of which each value makes a sequence; empty where rows came padded
 */
public record Sequences(int size, Optional<String> group) implements Steps {

  public Sequences {
    if (size < 1) {
      throw new ConfigurationException("data.length", "at least 1", size);
    }
  }
}
