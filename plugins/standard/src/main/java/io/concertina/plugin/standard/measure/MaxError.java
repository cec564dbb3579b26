package io.concertina.plugin.standard.measure;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.metric.Metric;

/** The largest |p - t| of a sample's elements, averaged over the samples. */
record MaxError() implements Metric {
  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    Value sizes = ops.abs(Errors.of(ops, prediction, target));
    return ops.meanAll(ops.reduceMax(Errors.rows(ops, sizes), -1));
  }
}
