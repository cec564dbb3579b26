package io.concertina.plugin.standard.measure;

import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.loss.Loss;
import io.concertina.metric.MeanMetric;

/** (p - t)² per element, for prediction p and target t. */
record MeanSquaredError() implements Loss, MeanMetric {
  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    return Composites.square(ops, Errors.of(ops, prediction, target));
  }
}
