package io.concertina.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one pass over the training rows gave.
 *
 * @param number counted from 1
 * @param values means over the rows: {@code loss}, the metrics, and the same with the prefix {@code
 *     val_} where there are validation rows; {@code rate} is the learning rate at the end
 */
public record Epoch(int number, Map<String, Double> values) {
  public Epoch {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
