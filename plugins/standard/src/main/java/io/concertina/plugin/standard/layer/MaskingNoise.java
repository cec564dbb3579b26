package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Mode;
import io.concertina.config.Factory;

/**
 * In training, sets each element to 0 with probability rate and leaves the others as they are;
 * afterwards it is the identity. The corruption of denoising autoencoders, as first layer.
 *
 * <p>Source: P. Vincent, H. Larochelle, Y. Bengio, P.-A. Manzagol, "Extracting and Composing Robust
 * Features with Denoising Autoencoders", ICML 2008, section 2.3.
 *
 * @param rate probability of 0, at least 0 and below 1
 */
record MaskingNoise(double rate) implements FeatureLayer {

  static final Factory<MaskingNoise> FACTORY =
      Factory.of(
          "masking_noise",
          MaskingNoise.class,
          settings -> new MaskingNoise(settings.number("rate")),
          (value, description) -> description.put("rate", value.rate));

  MaskingNoise {
    if (!(rate >= 0 && rate < 1)) {
      throw new ConfigurationException("masking_noise.rate", "at least 0 and below 1", rate);
    }
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    if (scope.mode() == Mode.INFER || rate == 0) {
      return x;
    }
    Ops ops = scope.ops();
    Value keep = scope.key("mask").bernoulli(1 - rate, x.shape());
    return ops.select(keep, x, ops.constantLike(x, 0));
  }
}
