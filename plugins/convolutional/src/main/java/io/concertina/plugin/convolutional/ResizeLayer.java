package io.concertina.plugin.convolutional;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.config.Factory;
import io.concertina.ir.Resize;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.LayerScope;
import java.util.List;

/**
 * Samples of given sizes, each element the nearest one: [batch, s₁, ..., sₙ, channels] becomes
 * [batch, size₁, ..., sizeₙ, channels]. It is what takes back a pooling of odd sizes.
 *
 * @param sizes of the spatial axes, at least 1 each
 */
record ResizeLayer(List<Integer> sizes) implements FeatureLayer {

  static final Factory<ResizeLayer> FACTORY =
      Factory.of(
          "resize",
          ResizeLayer.class,
          settings -> new ResizeLayer(settings.integers("size")),
          (layer, description) -> description.put("size", layer.sizes));

  ResizeLayer {
    sizes = List.copyOf(sizes);
    if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 1)) {
      throw new ConfigurationException("resize.size", "sizes of at least 1, one per axis", sizes);
    }
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Shape shape = x.shape();
    if (shape.rank() != sizes.size() + 2 || !shape.slice(1, shape.rank()).isFixed()) {
      throw new ShapeException(
          scope.path(),
          "an input [batch, sizes..., channels] with %d sizes".formatted(sizes.size()),
          shape);
    }
    Shape target = Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    return Resize.nearest(scope.ops(), x, target);
  }
}
