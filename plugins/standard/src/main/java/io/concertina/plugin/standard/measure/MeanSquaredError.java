package io.concertina.plugin.standard.measure;

import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.loss.Loss;
import io.concertina.metric.Metric;

/** Mean of (p - t)² over all elements, for prediction p and target t. */
record MeanSquaredError() implements Loss, Metric {
  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    return ops.meanAll(Composites.square(ops, Errors.of(ops, prediction, target)));
  }
}
