package io.concertina.plugin.convolutional;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.config.Factory;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MirroredLayer;
import io.concertina.layer.UnitAxis;
import io.concertina.layer.UnitLayer;
import io.concertina.plugin.standard.layer.KernelSettings;
import java.util.List;
import java.util.Optional;

/**
 * Convolution y = f(x ∗ W + b), in the field's sense of cross-correlation: with strides t,
 * dilations d and p zeros in front,
 *
 * <pre>(x ∗ W)[n, i, o] = Σ_k Σ_c x[n, i·t + k·d - p, c] W[k, c, o]</pre>
 *
 * over the window's elements k and the channels c of o's group.
 *
 * <p>Shapes: x [batch, s₁, ..., sₙ, in], {@code kernel} W [k₁, ..., kₙ, in / groups, filters],
 * {@code bias} b [filters], y [batch, o₁, ..., oₙ, filters] with o = ⌊(s + zeros - extent) / t⌋ + 1
 * and extent = (k - 1) d + 1.
 *
 * @param filters channels of y, or 0 for those that the decoder must give
 * @param groups into how many groups the channels fall; an output sees the inputs of its own
 * @param geometry of the window
 * @param settings f, b, first values and penalties
 */
public record Conv(int filters, int groups, Geometry geometry, KernelSettings settings)
    implements WindowLayer<Conv>, UnitLayer, MirroredLayer {

  public Conv {
    Filters.require(filters);
    if (groups < 1 || filters % groups != 0) {
      throw new ConfigurationException(
          "groups", "a number that divides the filters (%d)".formatted(filters), groups);
    }
  }

  /** With one group, bias, and no activation. */
  public Conv(int filters, Geometry geometry) {
    this(filters, 1, geometry, KernelSettings.plain());
  }

  /** Of one rank, named {@code conv1d} and so on. */
  static Factory<Conv> factory(int rank) {
    return Factory.of(
            "conv" + rank + "d",
            Conv.class,
            settings ->
                new Conv(
                    settings.integer("filters", Filters.LIKE_OUTPUT),
                    settings.integer("groups", 1),
                    Geometry.read(settings, rank),
                    KernelSettings.read(settings)),
            (conv, description) -> {
              description.put("filters", conv.filters).put("groups", conv.groups);
              conv.geometry.describe(description);
              conv.settings.describe(description);
            })
        .onlyFor(conv -> conv.geometry.rank() == rank);
  }

  @Override
  public Conv with(Geometry other) {
    return new Conv(filters, groups, other, settings);
  }

  @Override
  public Conv with(KernelSettings other) {
    return new Conv(filters, groups, geometry, other);
  }

  /** With channels in groups. */
  public Conv groups(int number) {
    return new Conv(filters, number, geometry, settings);
  }

  @Override
  public Conv withUnits(int units) {
    return new Conv(units, groups, geometry, settings);
  }

  /** In several groups, the kernel's channels are those of a group and no features of the input. */
  @Override
  public List<UnitAxis> axes(String variable, int rank) {
    List<UnitAxis> axes = UnitLayer.super.axes(variable, rank);
    if (groups > 1 && rank > 1) {
      axes.set(rank - 2, UnitAxis.OTHER);
    }
    return axes;
  }

  @Override
  public int parts() {
    return groups;
  }

  /** A transposed convolution to the exact sizes; groups become one. */
  @Override
  public List<Layer> mirror(Site site) {
    int width = site.last() ? Filters.LIKE_OUTPUT : site.in().last().size();
    List<Integer> sizes =
        site.in().slice(0, geometry.rank()).dims().stream().map(Dim::size).toList();
    return List.of(new TransposedConv(width, sizes, geometry, settings.mirrored(site)));
  }

  @Override
  public Optional<Activation> activated() {
    return Optional.of(settings.activation());
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Shape spatial = geometry.spatial(scope, x.shape());
    int in = x.shape().last().size();
    if (in % groups != 0) {
      throw new ShapeException(
          scope.path(), "a number of channels that %d groups divide".formatted(groups), x.shape());
    }
    int out = Filters.of(scope, filters);
    Value kernel = settings.kernel(scope, geometry.kernel(in / groups, out));
    Value product = scope.ops().conv(x, kernel, geometry.over(spatial), groups);
    return settings.finish(scope, kernel, product);
  }
}
