package io.concertina.plugin.standard.measure;

import io.concertina.ir.DType;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.metric.Comparison;
import io.concertina.metric.MeanMetric;
import java.util.List;

/**
 * Share of the samples whose predicted class is the right one.
 *
 * <p>Of several outputs the largest is the predicted class; one output alone predicts class 1 above
 * ½. The target holds class numbers, i32 [batch, 1], or has the prediction's shape.
 */
record Accuracy() implements MeanMetric {
  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    Decision decision = Decision.of(Comparison.of(ops, prediction, target));
    return ops.cast(ops.eq(decision.chosen(), decision.right()), DType.F32);
  }

  @Override
  public List<Value> sums(Comparison comparison) {
    return MeanMetric.super.sums(Errors.withObservedTarget(comparison));
  }
}
