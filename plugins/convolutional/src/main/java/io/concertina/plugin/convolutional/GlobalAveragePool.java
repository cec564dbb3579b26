package io.concertina.plugin.convolutional;

import io.concertina.ShapeException;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.LayerScope;
import java.util.stream.IntStream;

/** The mean of each channel: [batch, s₁, ..., sₙ, channels] becomes [batch, channels]. */
record GlobalAveragePool() implements FeatureLayer {
  @Override
  public Value apply(LayerScope scope, Value x) {
    Shape shape = x.shape();
    if (shape.rank() < 3) {
      throw new ShapeException(scope.path(), "an input [batch, sizes..., channels]", shape);
    }
    return scope.ops().mean(x, IntStream.range(1, shape.rank() - 1).toArray());
  }
}
