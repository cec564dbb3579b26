package io.concertina.plugin.standard.measure;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.metric.Comparison;
import io.concertina.metric.MeanMetric;
import java.util.List;

/** The largest |p - t| of a sample's observed elements, averaged over the samples. */
record MaxError() implements MeanMetric {
  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    Value sizes = ops.abs(Errors.of(ops, prediction, target));
    return ops.reduceMax(Errors.rows(ops, sizes), -1);
  }

  @Override
  public List<Value> sums(Comparison comparison) {
    return MeanMetric.super.sums(Errors.observed(comparison));
  }
}
