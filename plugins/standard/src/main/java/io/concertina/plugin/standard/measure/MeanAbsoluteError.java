package io.concertina.plugin.standard.measure;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.loss.Loss;
import io.concertina.metric.Metric;

/**
 * Mean of |p - t| over all elements, for prediction p and target t; derivative 0 where they agree.
 */
record MeanAbsoluteError() implements Loss, Metric {
  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    return ops.meanAll(ops.abs(Errors.of(ops, prediction, target)));
  }
}
