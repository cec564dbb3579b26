package io.concertina.plugin.standard.measure;

import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.loss.Loss;
import io.concertina.metric.Comparison;
import io.concertina.metric.MeanMetric;
import java.util.List;

/**
 * -Σ t ln p in nats along the last axis, which it joins, for probabilities p and a target
 * distribution t.
 *
 * <p>On the output of a softmax it is computed from the logits, without overflow. Otherwise p is at
 * least 1e-7. As a metric it leaves the missing elements of t out of the sum.
 */
record CategoricalCrossEntropy() implements Loss, MeanMetric {
  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    return Composites.categoricalCrossEntropy(ops, prediction, target);
  }

  @Override
  public List<Value> sums(Comparison comparison) {
    return MeanMetric.super.sums(Errors.withObservedTarget(comparison));
  }
}
