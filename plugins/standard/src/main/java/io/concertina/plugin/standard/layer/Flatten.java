package io.concertina.plugin.standard.layer;

import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MirroredLayer;
import java.util.List;

/** Samples as vectors: [batch, ...] becomes [batch, number of elements]. */
record Flatten() implements FeatureLayer, MirroredLayer {
  @Override
  public List<Layer> mirror(Site site) {
    return List.of(new Reshape(site.in().dims().stream().map(Dim::size).toList()));
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Dim elements = x.shape().slice(1, x.shape().rank()).elements();
    return scope.ops().reshape(x, Shape.of(x.shape().dim(0), elements));
  }
}
