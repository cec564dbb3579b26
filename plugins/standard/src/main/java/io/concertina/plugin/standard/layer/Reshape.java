package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.config.Factory;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MirroredLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Samples of another shape: [batch, ...] becomes [batch, shape...], elements in the same order.
 *
 * @param shape sizes of a sample's axes, at least 1; one of them may be -1 and is then worked out
 */
record Reshape(List<Integer> shape) implements FeatureLayer, MirroredLayer {

  private static final int REST = -1;

  static final Factory<Reshape> FACTORY =
      Factory.of(
          "reshape",
          Reshape.class,
          settings -> new Reshape(settings.integers("shape")),
          (value, description) -> description.put("shape", value.shape));

  Reshape {
    shape = List.copyOf(shape);
    long rests = shape.stream().filter(size -> size == REST).count();
    if (shape.isEmpty() || rests > 1 || shape.stream().anyMatch(size -> size < 1 && size != REST)) {
      throw new ConfigurationException(
          "reshape.shape", "sizes of at least 1, or -1 for one of them", shape);
    }
  }

  @Override
  public OptionalInt width() {
    return shape.getLast() == REST ? OptionalInt.empty() : OptionalInt.of(shape.getLast());
  }

  @Override
  public FeatureLayer withWidth(int width) {
    List<Integer> sizes = new ArrayList<>(shape);
    sizes.set(sizes.size() - 1, width);
    return new Reshape(sizes);
  }

  @Override
  public List<Layer> mirror(Site site) {
    return List.of(new Reshape(site.in().dims().stream().map(Dim::size).toList()));
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Shape sample = x.shape().slice(1, x.shape().rank());
    if (!sample.isFixed()) {
      throw new ShapeException(scope.path(), "an input [batch, ...] of fixed sizes", x.shape());
    }
    int known = shape.stream().filter(size -> size != REST).reduce(1, Math::multiplyExact);
    int[] sizes =
        shape.stream().mapToInt(size -> size == REST ? sample.size() / known : size).toArray();
    Shape target = Shape.of(sizes);
    if (target.size() != sample.size()) {
      throw new ShapeException(scope.path(), "samples that reshape to " + shape, sample);
    }
    return scope.ops().reshape(x, target.prepend(x.shape().dim(0)));
  }
}
