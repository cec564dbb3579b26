package io.concertina.plugin.standard.measure;

import io.concertina.ir.DType;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.metric.MeanMetric;

/** Share of the elements where prediction and target are both above ½ or both not. */
record BinaryAccuracy() implements MeanMetric {
  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    Errors.requireEqualShapes(ops, prediction, target);
    Value hits = ops.eq(above(ops, prediction), above(ops, target));
    return ops.cast(hits, DType.F32);
  }

  private static Value above(Ops ops, Value x) {
    return ops.cast(ops.lt(ops.constantLike(x, 0.5), x), DType.I32);
  }
}
