package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MirroredLayer;
import io.concertina.layer.Mode;
import io.concertina.layer.StreamingLayer;
import java.util.List;

/**
 * In training, y = x + stddev · n with independent standard normals n; afterwards the identity. As
 * first layer it makes a denoising autoencoder.
 *
 * @param stddev standard deviation of the noise, at least 0
 */
record GaussianNoise(double stddev) implements FeatureLayer, StreamingLayer, MirroredLayer {

  static final Factory<GaussianNoise> FACTORY =
      Factory.of(
          "gaussian_noise",
          GaussianNoise.class,
          settings -> new GaussianNoise(settings.number("stddev")),
          (value, description) -> description.put("stddev", value.stddev));

  GaussianNoise {
    if (!(stddev >= 0 && Double.isFinite(stddev))) {
      throw new ConfigurationException("gaussian_noise.stddev", "a number of at least 0", stddev);
    }
  }

  /** The decoder has no noise to take back. */
  @Override
  public List<Layer> mirror(Site site) {
    return List.of();
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    if (scope.mode() == Mode.INFER || stddev == 0) {
      return x;
    }
    Ops ops = scope.ops();
    return ops.add(x, ops.mul(scope.key("noise").normal(x.shape()), stddev));
  }
}
