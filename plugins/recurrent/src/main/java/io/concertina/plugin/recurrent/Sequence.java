package io.concertina.plugin.recurrent;

import io.concertina.ShapeException;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;

/** The layout of sequences: samples have their time first, loops want it before the batch. */
final class Sequence {

  private Sequence() {}

  /**
   * Number of features of an input [batch, time, features].
   *
   * @throws ShapeException if it is none
   */
  static int features(LayerScope scope, Value x) {
    Shape shape = x.shape();
    if (shape.rank() != 3 || !shape.last().isFixed()) {
      throw new ShapeException(
          scope.path(),
          "an input [batch, time, features]",
          shape + "; put a layer reshape: {shape: [time, features]} before it");
    }
    return shape.last().size();
  }

  /** [batch, time, features] as [time, batch, features], or back. */
  static Value turned(LayerScope scope, Value x) {
    return scope.ops().transpose(x, 1, 0, 2);
  }
}
