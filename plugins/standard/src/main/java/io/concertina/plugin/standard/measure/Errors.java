package io.concertina.plugin.standard.measure;

import io.concertina.ShapeException;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;

/** What measures of a reconstruction are made of. */
final class Errors {

  private Errors() {}

  /** prediction - target, of equal shapes: two that would only broadcast are a mistake. */
  static Value of(Ops ops, Value prediction, Value target) {
    requireEqualShapes(ops, prediction, target);
    return ops.sub(prediction, target);
  }

  static void requireEqualShapes(Ops ops, Value prediction, Value target) {
    if (!prediction.shape().equals(target.shape())) {
      String where = ops.scope().isEmpty() ? "measure" : ops.scope();
      throw new ShapeException(where, "a target " + prediction.shape(), target.shape());
    }
  }

  /** [batch, ...] as [batch, elements of a sample]. */
  static Value rows(Ops ops, Value x) {
    Dim elements = x.shape().slice(1, x.shape().rank()).elements();
    return ops.reshape(x, Shape.of(x.shape().dim(0), elements));
  }
}
