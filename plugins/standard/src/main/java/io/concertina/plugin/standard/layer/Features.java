package io.concertina.plugin.standard.layer;

import io.concertina.ShapeException;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;

/** The last axis of a layer's input [batch, ..., features]. */
final class Features {

  private Features() {}

  /**
   * Its size.
   *
   * @throws ShapeException if there is no such axis or its size is not known
   */
  static int of(LayerScope scope, Value x) {
    Shape shape = x.shape();
    if (shape.rank() < 2 || !shape.last().isFixed()) {
      throw new ShapeException(
          scope.path(), "an input [batch, ..., features] with a fixed number of features", shape);
    }
    return shape.last().size();
  }
}
