package io.concertina.plugin.standard.measure;

import io.concertina.ShapeException;
import io.concertina.ir.DType;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.metric.Comparison;
import io.concertina.metric.Metric;
import io.concertina.plugin.standard.classes.ClassNumbers;
import java.util.List;

/**
 * Area under the receiver operating characteristic: the probability that a sample of class 1 has a
 * higher score than one of class 0, equal scores counting half.
 *
 * <p>The score is a probability: the one output, or the second of two. Scores are counted in 1,024
 * bins of equal width on [0, 1], and two in one bin count as equal; a score outside of [0, 1]
 * counts as the nearest end. So the number is off by at most half the share of pairs of a class 1
 * and a class 0 sample that lie in one bin: ½ Σ n₁ n₀ / (N₁ N₀) over the bins. Where no bin holds
 * more than a share s of either class, that is at most s / 2; 1,024 bins used evenly give 0.0005.
 *
 * <p>The target holds class numbers, i32 [batch, 1], or has the prediction's shape and is read as
 * {@code accuracy} reads it. NaN if a class does not occur or a score is not finite.
 *
 * <p>Source: T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006),
 * section 7.
 */
record RocAuc() implements Metric {

  private static final int BINS = 1024;

  @Override
  public List<Value> sums(Comparison comparison) {
    Ops ops = comparison.ops();
    Decision decision = Decision.of(comparison);
    if (decision.classes() != 2) {
      throw new ShapeException(
          ops.scope().isEmpty() ? "auc" : ops.scope(),
          "one output, or two for two classes",
          comparison.prediction().shape());
    }
    Value score = score(ops, comparison.prediction());
    Value weights = decision.weights();
    Value none = ops.constantLike(weights, 0);
    Value counted = ops.select(ops.isFinite(score), weights, ops.constantLike(weights, Double.NaN));
    Value checked = ops.select(ops.lt(none, weights), counted, none);
    Value bins = bins(ops, score);
    Value positive = ops.eq(decision.right(), ops.constantLike(decision.right(), 1));
    return List.of(
        histogram(ops, bins, ops.select(positive, checked, none)),
        histogram(ops, bins, ops.select(positive, none, checked)));
  }

  private static Value score(Ops ops, Value prediction) {
    int last = prediction.shape().last().size() - 1;
    return ops.reshape(ops.slice(prediction, -1, last, 1), ClassNumbers.lead(ops, prediction));
  }

  /** i32 of the score's shape; scores that are not finite are in bin 0. */
  private static Value bins(Ops ops, Value score) {
    Value finite = ops.select(ops.isFinite(score), score, ops.constantLike(score, 0));
    Value scaled = ops.floor(ops.mul(finite, BINS));
    Value low = ops.max(scaled, ops.constantLike(scaled, 0));
    return ops.cast(ops.min(low, ops.constantLike(low, BINS - 1)), DType.I32);
  }

  private static Value histogram(Ops ops, Value bins, Value weights) {
    Value empty = ops.broadcast(ops.constant(0), Shape.of(BINS));
    return ops.scatterAdd(empty, bins, weights, 0, 0);
  }

  @Override
  public double value(List<double[]> sums) {
    double[] positives = sums.get(0);
    double[] negatives = sums.get(1);
    double below = 0;
    double pairs = 0;
    double total = 0;
    for (int bin = 0; bin < positives.length; bin++) {
      pairs += positives[bin] * (below + negatives[bin] / 2);
      below += negatives[bin];
      total += positives[bin];
    }
    return pairs / (total * below);
  }
}
