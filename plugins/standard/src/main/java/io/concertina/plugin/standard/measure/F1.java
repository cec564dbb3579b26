package io.concertina.plugin.standard.measure;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.metric.Comparison;
import io.concertina.metric.Metric;
import java.util.List;
import java.util.stream.IntStream;

/**
 * F1 = 2 · hits / (predicted + actual) of a class: the harmonic mean of precision and recall.
 *
 * <p>With one output it is that of class 1. With several outputs it is the mean over the classes
 * that are predicted or occur, each counting the same (macro average). What is predicted and which
 * targets are taken is as in {@code accuracy}. Exact over all rows; NaN if class 1 is neither
 * predicted nor occurs.
 *
 * <p>Source: C. J. van Rijsbergen, "Information Retrieval", 2nd ed., 1979, chapter 7.
 */
record F1() implements Metric {
  @Override
  public List<Value> sums(Comparison comparison) {
    Ops ops = comparison.ops();
    Decision decision = Decision.of(comparison);
    List<Value> counts =
        List.of(
            decision.countEqual(ops),
            decision.count(ops, decision.chosen()),
            decision.count(ops, decision.right()));
    boolean single = comparison.prediction().shape().last().isOne();
    return single ? counts.stream().map(count -> ops.slice(count, 0, 1, 1)).toList() : counts;
  }

  @Override
  public double value(List<double[]> sums) {
    double[] hits = sums.get(0);
    double[] predicted = sums.get(1);
    double[] actual = sums.get(2);
    return IntStream.range(0, hits.length)
        .filter(c -> predicted[c] + actual[c] > 0)
        .mapToDouble(c -> 2 * hits[c] / (predicted[c] + actual[c]))
        .average()
        .orElse(Double.NaN);
  }
}
