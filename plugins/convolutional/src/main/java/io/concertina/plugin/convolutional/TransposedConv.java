package io.concertina.plugin.convolutional;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;
import io.concertina.layer.UnitAxis;
import io.concertina.layer.UnitLayer;
import io.concertina.plugin.standard.layer.KernelSettings;
import java.util.Collections;
import java.util.List;

/**
 * Transposed convolution y = f(z + b): z is to x what a convolution's input gradient is to its
 * output gradient. With stride t it makes samples about t times as large.
 *
 * <p>Shapes: x [batch, s₁, ..., sₙ, in], {@code kernel} W [k₁, ..., kₙ, filters, in] (filters
 * before inputs, as the convolution has it that is transposed), {@code bias} b [filters], y [batch,
 * o₁, ..., oₙ, filters]. With padding {@code same}, o = s · t; with {@code valid}, o = s · t +
 * max(extent - t, 0); with numbers, o = (s - 1) t + extent - zeros.
 *
 * <p>Source: V. Dumoulin, F. Visin, "A guide to convolution arithmetic for deep learning", 2016,
 * chapter 4.
 *
 * @param filters channels of y, or 0 for those that the decoder must give
 * @param output sizes of y's spatial axes where several would fit; empty for the usual ones
 * @param geometry of the window, which slides over y
 * @param settings f, b, first values and penalties
 */
public record TransposedConv(
    int filters, List<Integer> output, Geometry geometry, KernelSettings settings)
    implements WindowLayer<TransposedConv>, UnitLayer {

  public TransposedConv {
    output = List.copyOf(output);
    Filters.require(filters);
    if (!output.isEmpty()
        && (output.size() != geometry.rank() || output.stream().anyMatch(size -> size < 1))) {
      throw new ConfigurationException(
          "output", "%d sizes of at least 1".formatted(geometry.rank()), output);
    }
  }

  /** With bias and without activation. */
  public TransposedConv(int filters, Geometry geometry) {
    this(filters, List.of(), geometry, KernelSettings.plain());
  }

  /** Of one rank, named {@code conv1d_transpose} and so on. */
  static Factory<TransposedConv> factory(int rank) {
    return Factory.of(
            "conv" + rank + "d_transpose",
            TransposedConv.class,
            settings ->
                new TransposedConv(
                    settings.integer("filters", Filters.LIKE_OUTPUT),
                    settings.integers("output"),
                    Geometry.read(settings, rank),
                    KernelSettings.read(settings)),
            (conv, description) -> {
              description.put("filters", conv.filters);
              if (!conv.output.isEmpty()) {
                description.put("output", conv.output);
              }
              conv.geometry.describe(description);
              conv.settings.describe(description);
            })
        .onlyFor(conv -> conv.geometry.rank() == rank);
  }

  @Override
  public TransposedConv with(Geometry other) {
    return new TransposedConv(filters, output, other, settings);
  }

  @Override
  public TransposedConv with(KernelSettings other) {
    return new TransposedConv(filters, output, geometry, other);
  }

  /** With given sizes of the result's spatial axes. */
  public TransposedConv output(Integer... sizes) {
    return new TransposedConv(filters, List.of(sizes), geometry, settings);
  }

  @Override
  public TransposedConv withUnits(int units) {
    return new TransposedConv(units, output, geometry, settings);
  }

  @Override
  public List<UnitAxis> axes(String variable, int rank) {
    List<UnitAxis> axes = UnitLayer.super.axes(variable, rank);
    if (rank > 1) {
      Collections.swap(axes, rank - 2, rank - 1);
    }
    return axes;
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Shape positions = geometry.spatial(scope, x.shape());
    Shape spatial =
        output.isEmpty()
            ? geometry.before(scope, positions)
            : Shape.of(output.stream().mapToInt(Integer::intValue).toArray());
    int out = Filters.of(scope, filters);
    Value kernel = settings.kernel(scope, geometry.kernel(out, x.shape().last().size()));
    Value product = scope.ops().convTransposed(x, kernel, geometry.over(spatial), 1, spatial);
    return settings.finish(scope, kernel, product);
  }
}
