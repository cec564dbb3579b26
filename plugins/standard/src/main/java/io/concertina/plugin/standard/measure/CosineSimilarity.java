package io.concertina.plugin.standard.measure;

import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.metric.Comparison;
import io.concertina.metric.MeanMetric;
import java.util.List;

/**
 * Σ p t / (‖p‖ ‖t‖) over a sample's observed elements, averaged over the samples; 0 for a sample of
 * zeros. Squared norms below 1e-12 count as 1e-12.
 */
record CosineSimilarity() implements MeanMetric {

  private static final double LEAST = 1e-12;

  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    Errors.requireEqualShapes(ops, prediction, target);
    Value p = Errors.rows(ops, prediction);
    Value t = Errors.rows(ops, target);
    Value product = ops.sum(ops.mul(p, t), -1);
    return ops.mul(product, ops.mul(inverseNorm(ops, p), inverseNorm(ops, t)));
  }

  @Override
  public List<Value> sums(Comparison comparison) {
    return MeanMetric.super.sums(Errors.observed(comparison));
  }

  private static Value inverseNorm(Ops ops, Value rows) {
    Value square = ops.sum(Composites.square(ops, rows), -1);
    return ops.rsqrt(ops.max(square, ops.constantLike(square, LEAST)));
  }
}
