package io.concertina.plugin.convolutional;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.LayerScope;
import io.concertina.plugin.standard.layer.KernelSettings;

/**
 * Convolution of each channel by itself: as many groups as channels.
 *
 * <p>Shapes: x [batch, s₁, ..., sₙ, in], {@code kernel} [k₁, ..., kₙ, 1, in · multiplier], {@code
 * bias} [in · multiplier], y [batch, o₁, ..., oₙ, in · multiplier]; the channels made of one input
 * channel are neighbours.
 *
 * @param multiplier outputs per channel, at least 1
 * @param geometry of the window
 * @param settings activation, bias, first values and penalties
 */
public record DepthwiseConv(int multiplier, Geometry geometry, KernelSettings settings)
    implements WindowLayer<DepthwiseConv>, FeatureLayer {

  public DepthwiseConv {
    if (multiplier < 1) {
      throw new ConfigurationException("depth_multiplier", "at least 1", multiplier);
    }
  }

  /** With one output per channel, bias, and no activation. */
  public DepthwiseConv(Geometry geometry) {
    this(1, geometry, KernelSettings.plain());
  }

  /** Of one rank, named {@code depthwise_conv1d} and so on. */
  static Factory<DepthwiseConv> factory(int rank) {
    return Factory.of(
            "depthwise_conv" + rank + "d",
            DepthwiseConv.class,
            settings ->
                new DepthwiseConv(
                    settings.integer("depth_multiplier", 1),
                    Geometry.read(settings, rank),
                    KernelSettings.read(settings)),
            (conv, description) -> {
              description.put("depth_multiplier", conv.multiplier);
              conv.geometry.describe(description);
              conv.settings.describe(description);
            })
        .onlyFor(conv -> conv.geometry.rank() == rank);
  }

  @Override
  public DepthwiseConv with(Geometry other) {
    return new DepthwiseConv(multiplier, other, settings);
  }

  @Override
  public DepthwiseConv with(KernelSettings other) {
    return new DepthwiseConv(multiplier, geometry, other);
  }

  @Override
  public int copies() {
    return multiplier;
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Shape spatial = geometry.spatial(scope, x.shape());
    int in = x.shape().last().size();
    Value kernel = settings.kernel(scope, geometry.kernel(1, in * multiplier));
    Value product = scope.ops().conv(x, kernel, geometry.over(spatial), in);
    return settings.finish(scope, kernel, product);
  }
}
