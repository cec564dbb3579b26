package io.concertina.plugin.standard.measure;

import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.loss.Loss;
import io.concertina.metric.Metric;

/**
 * -Σ t ln p in nats along the last axis, averaged over the others, for probabilities p and a target
 * distribution t.
 *
 * <p>On the output of a softmax it is computed from the logits, without overflow. Otherwise p is at
 * least 1e-7.
 */
record CategoricalCrossEntropy() implements Loss, Metric {
  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    return ops.meanAll(Composites.categoricalCrossEntropy(ops, prediction, target));
  }
}
