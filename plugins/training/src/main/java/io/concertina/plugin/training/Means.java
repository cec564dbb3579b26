package io.concertina.plugin.training;

import io.concertina.ir.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Means over rows of values that come as means over batches. */
final class Means {

  private final Map<String, Double> sums = new LinkedHashMap<>();
  private long rows;

  /** Adds a batch's means, weighted by its rows. */
  void add(Map<String, Tensor> outputs, int count) {
    outputs.forEach(
        (name, value) -> sums.merge(name, (double) value.floatAt(0) * count, Double::sum));
    rows += count;
  }

  /** The means so far, under their names with a prefix. */
  void into(Map<String, Double> values, String prefix) {
    sums.forEach((name, sum) -> values.put(prefix + name, sum / rows));
  }
}
