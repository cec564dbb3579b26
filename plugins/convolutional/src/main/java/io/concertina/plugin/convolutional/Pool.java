package io.concertina.plugin.convolutional;

import io.concertina.ShapeException;
import io.concertina.config.Factory;
import io.concertina.config.Settings;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MirroredLayer;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * One number per window and channel: its largest element, or the mean of its elements.
 *
 * <p>Shapes: x [batch, s₁, ..., sₙ, channels] with 1 to 3 spatial axes, y [batch, o₁, ..., oₙ,
 * channels], o as for a convolution. Zeros around the sample are no elements, unless the mean is
 * told to count them.
 *
 * @param kind what is kept of a window
 * @param sizes of the window; a single number stands for all axes
 * @param strides how far it moves; a single number stands for all axes; empty for the sizes
 * @param padding around the sample
 */
record Pool(Kind kind, List<Integer> sizes, List<Integer> strides, Padding padding)
    implements FeatureLayer, MirroredLayer {

  /** What is kept of a window. */
  enum Kind {
    MAX("max_pool"),
    AVERAGE("avg_pool"),
    AVERAGE_WITH_PADDING("avg_pool");

    private final String layer;

    Kind(String layer) {
      this.layer = layer;
    }

    boolean isOf(String name) {
      return layer.equals(name);
    }
  }

  Pool {
    sizes = List.copyOf(sizes);
    strides = List.copyOf(strides);
  }

  static final Factory<Pool> MAX = factory("max_pool", _ -> Kind.MAX);

  static final Factory<Pool> AVERAGE =
      factory(
          "avg_pool",
          settings ->
              settings.flag("count_padding", false) ? Kind.AVERAGE_WITH_PADDING : Kind.AVERAGE);

  private static Factory<Pool> factory(String name, Function<Settings, Kind> kind) {
    return Factory.of(
            name,
            Pool.class,
            settings ->
                new Pool(
                    kind.apply(settings),
                    positive(settings, "pool_size", List.of(2)),
                    positive(settings, "strides", List.of()),
                    Padding.read(settings, Padding.valid())),
            (pool, description) -> {
              description.put("pool_size", pool.sizes);
              if (!pool.strides.isEmpty()) {
                description.put("strides", pool.strides);
              }
              pool.padding.describe(description);
              if (pool.kind == Kind.AVERAGE_WITH_PADDING) {
                description.put("count_padding", true);
              }
            })
        .onlyFor(pool -> pool.kind.isOf(name));
  }

  private static List<Integer> positive(Settings settings, String key, List<Integer> fallback) {
    int count = settings.integers(key).size();
    return count == 0 ? fallback : Geometry.numbers(settings, key, count, fallback);
  }

  @Override
  public List<Layer> mirror(Site site) {
    int rank = site.in().rank() - 1;
    return List.of(
        new ResizeLayer(site.in().slice(0, rank).dims().stream().map(Dim::size).toList()));
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    int rank = x.shape().rank() - 2;
    if (rank < 1 || rank > 3) {
      throw new ShapeException(
          scope.path(),
          "an input [batch, sizes..., channels] with 1 to 3 spatial axes",
          x.shape() + "; put a layer reshape before it");
    }
    List<Integer> all = all(scope, sizes, rank);
    Geometry geometry =
        new Geometry(
            all,
            strides.isEmpty() ? all : all(scope, strides, rank),
            Collections.nCopies(rank, 1),
            padding);
    Shape spatial = Geometry.spatial(scope, x.shape(), rank);
    Window window = geometry.over(spatial);
    Ops ops = scope.ops();
    return switch (kind) {
      case MAX -> ops.maxPool(x, window);
      case AVERAGE -> ops.avgPool(x, window, false);
      case AVERAGE_WITH_PADDING -> ops.avgPool(x, window, true);
    };
  }

  private static List<Integer> all(LayerScope scope, List<Integer> numbers, int rank) {
    if (numbers.size() != 1 && numbers.size() != rank) {
      throw new ShapeException(
          scope.path(), "one number, or one for each of %d axes".formatted(rank), numbers);
    }
    return numbers.size() == rank ? numbers : Collections.nCopies(rank, numbers.getFirst());
  }
}
