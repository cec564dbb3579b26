package io.concertina.plugin.standard.measure;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.loss.Loss;
import io.concertina.metric.MeanMetric;

/** |p - t| per element, for prediction p and target t; derivative 0 where they agree. */
record MeanAbsoluteError() implements Loss, MeanMetric {
  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    return ops.abs(Errors.of(ops, prediction, target));
  }
}
