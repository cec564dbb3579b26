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
 * @param terms the terms of the objective by name, each before its coefficient, as means like the
 *     loss; with the prefix {@code val_} those of the validation rows
 * @param coefficients of terms and of layers, as far as the plan names them: what they were at the
 *     end of the epoch. The loss counts what each step had
 */
public record Epoch(
    int number,
    Map<String, Double> values,
    Map<String, Double> terms,
    Map<String, Double> coefficients) {

  public Epoch {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    coefficients = Collections.unmodifiableMap(new LinkedHashMap<>(coefficients));
  }

  /** An epoch whose terms nobody knows. */
  public Epoch(int number, Map<String, Double> values) {
    this(number, values, Map.of(), Map.of());
  }
}
