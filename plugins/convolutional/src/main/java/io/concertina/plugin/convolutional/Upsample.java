package io.concertina.plugin.convolutional;

import io.concertina.ShapeException;
import io.concertina.config.Factory;
import io.concertina.ir.Dim;
import io.concertina.ir.Resize;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.LayerScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Larger samples without weights: [batch, s₁, ..., sₙ, channels] becomes [batch, s₁ · k₁, ..., sₙ ·
 * kₙ, channels].
 *
 * @param factors k; a single number stands for all axes
 * @param interpolation what stands between the elements
 */
record Upsample(List<Integer> factors, Interpolation interpolation) implements FeatureLayer {

  /** What stands between the elements. */
  enum Interpolation {
    /** The nearest element. */
    NEAREST,
    /** What lies on the straight line between the two nearest, axis by axis. */
    LINEAR
  }

  static final Factory<Upsample> FACTORY =
      Factory.of(
          "upsample",
          Upsample.class,
          settings -> {
            int count = Math.max(1, settings.integers("size").size());
            return new Upsample(
                Geometry.numbers(settings, "size", count, List.of(2)),
                settings.choice("interpolation", Interpolation.class, Interpolation.NEAREST));
          },
          (layer, description) ->
              description
                  .put("size", layer.factors)
                  .put(
                      "interpolation",
                      layer.interpolation == Interpolation.NEAREST ? "nearest" : "linear"));

  Upsample {
    factors = List.copyOf(factors);
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Shape shape = x.shape();
    int rank = shape.rank() - 2;
    if (rank < 1 || (factors.size() != 1 && factors.size() != rank)) {
      throw new ShapeException(
          scope.path(), "an input [batch, sizes..., channels] with a factor per size", shape);
    }
    List<Dim> sizes = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      Dim size = shape.dim(axis + 1);
      if (!size.isFixed()) {
        throw new ShapeException(scope.path(), "spatial axes of fixed size", shape);
      }
      sizes.add(Dim.of(size.size() * factors.get(factors.size() == 1 ? 0 : axis)));
    }
    Shape larger = new Shape(sizes);
    return switch (interpolation) {
      case NEAREST -> Resize.nearest(scope.ops(), x, larger);
      case LINEAR -> Resize.linear(scope.ops(), x, larger);
    };
  }
}
