package io.concertina.plugin.standard.layer;

import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.LayerScope;

/** Samples as vectors: [batch, ...] becomes [batch, number of elements]. */
record Flatten() implements FeatureLayer {
  @Override
  public Value apply(LayerScope scope, Value x) {
    Dim elements = x.shape().slice(1, x.shape().rank()).elements();
    return scope.ops().reshape(x, Shape.of(x.shape().dim(0), elements));
  }
}
