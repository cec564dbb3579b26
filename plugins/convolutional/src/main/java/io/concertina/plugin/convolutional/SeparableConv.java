package io.concertina.plugin.convolutional;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Role;
import io.concertina.layer.UnitAxis;
import io.concertina.layer.UnitLayer;
import io.concertina.plugin.standard.layer.KernelSettings;
import java.util.List;

/**
 * Convolution in two parts with far fewer weights: each channel by itself, then a product over the
 * channels, y = f(depthwise(x)·W + b).
 *
 * <p>Shapes: x [batch, s₁, ..., sₙ, in], {@code depthwise} [k₁, ..., kₙ, 1, in · multiplier],
 * {@code kernel} W [in · multiplier, filters], {@code bias} b [filters], y [batch, o₁, ..., oₙ,
 * filters].
 *
 * <p>Source: F. Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", CVPR
 * 2017, section 2.
 *
 * @param filters channels of y, or 0 for those that the decoder must give
 * @param multiplier depthwise outputs per channel, at least 1
 * @param geometry of the window
 * @param settings f, b, first values (the depthwise kernel has the kernel's) and penalties
 */
public record SeparableConv(int filters, int multiplier, Geometry geometry, KernelSettings settings)
    implements WindowLayer<SeparableConv>, UnitLayer {

  public SeparableConv {
    Filters.require(filters);
    if (multiplier < 1) {
      throw new ConfigurationException("depth_multiplier", "at least 1", multiplier);
    }
  }

  /** With one depthwise output per channel, bias, and no activation. */
  public SeparableConv(int filters, Geometry geometry) {
    this(filters, 1, geometry, KernelSettings.plain());
  }

  /** Of one rank, named {@code separable_conv1d} and so on. */
  static Factory<SeparableConv> factory(int rank) {
    return Factory.of(
            "separable_conv" + rank + "d",
            SeparableConv.class,
            settings ->
                new SeparableConv(
                    settings.integer("filters", Filters.LIKE_OUTPUT),
                    settings.integer("depth_multiplier", 1),
                    Geometry.read(settings, rank),
                    KernelSettings.read(settings)),
            (conv, description) -> {
              description.put("filters", conv.filters).put("depth_multiplier", conv.multiplier);
              conv.geometry.describe(description);
              conv.settings.describe(description);
            })
        .onlyFor(conv -> conv.geometry.rank() == rank);
  }

  @Override
  public SeparableConv with(Geometry other) {
    return new SeparableConv(filters, multiplier, other, settings);
  }

  @Override
  public SeparableConv with(KernelSettings other) {
    return new SeparableConv(filters, multiplier, geometry, other);
  }

  @Override
  public SeparableConv withUnits(int units) {
    return new SeparableConv(units, multiplier, geometry, settings);
  }

  @Override
  public List<UnitAxis> axes(String variable, int rank) {
    List<UnitAxis> axes = UnitLayer.super.axes(variable, rank);
    UnitAxis middle = new UnitAxis(UnitAxis.Meaning.FEATURES, multiplier);
    if (variable.equals("depthwise")) {
      axes.set(rank - 2, UnitAxis.OTHER);
      axes.set(rank - 1, middle);
    } else if (rank > 1) {
      axes.set(rank - 2, middle);
    }
    return axes;
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Shape spatial = geometry.spatial(scope, x.shape());
    int in = x.shape().last().size();
    int middle = in * multiplier;
    int out = Filters.of(scope, filters);
    Value depthwise =
        scope.variable(
            "depthwise", Role.WEIGHT, settings.initial().kernel(), geometry.kernel(1, middle));
    Value each = scope.ops().conv(x, depthwise, geometry.over(spatial), in);
    Value kernel = settings.kernel(scope, middle, out);
    return settings.finish(scope, kernel, scope.ops().matmul(each, kernel));
  }
}
