package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
import io.concertina.config.Description;
import io.concertina.config.Factory;
import io.concertina.config.Settings;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MirroredLayer;
import io.concertina.layer.Mode;
import io.concertina.layer.StreamingLayer;
import java.util.List;

/**
 * In training, sets each element to 0 with probability rate and leaves the others as they are;
 * afterwards it is the identity. The corruption of denoising autoencoders, as first layer.
 *
 * <p>Where the rate is drawn, every row has one of its own, uniform from 0 to the limit, so that
 * the model sees rows that lack little and rows that lack much.
 *
 * <p>Source: P. Vincent, H. Larochelle, Y. Bengio, P.-A. Manzagol, "Extracting and Composing Robust
 * Features with Denoising Autoencoders", ICML 2008, section 2.3.
 *
 * @param limit probability of 0, or the limit of what it is drawn from; at least 0 and below 1
 * @param drawn whether each row draws its rate
 */
record MaskingNoise(double limit, boolean drawn)
    implements FeatureLayer, StreamingLayer, MirroredLayer {

  private static final String UNIFORM = "uniform";

  static final Factory<MaskingNoise> FACTORY =
      Factory.of("masking_noise", MaskingNoise.class, MaskingNoise::create, MaskingNoise::describe);

  MaskingNoise {
    if (!(limit >= 0 && limit < 1)) {
      throw new ConfigurationException(
          drawn ? "masking_noise.limit" : "masking_noise.rate", "at least 0 and below 1", limit);
    }
  }

  private static MaskingNoise create(Settings settings) {
    return settings.text("rate").equals(UNIFORM)
        ? new MaskingNoise(settings.number("limit"), true)
        : new MaskingNoise(settings.number("rate"), false);
  }

  private static void describe(MaskingNoise noise, Description description) {
    if (noise.drawn) {
      description.put("rate", UNIFORM).put("limit", noise.limit);
    } else {
      description.put("rate", noise.limit);
    }
  }

  /** The decoder has no noise to take back. */
  @Override
  public List<Layer> mirror(Site site) {
    return List.of();
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    if (scope.mode() == Mode.INFER || limit == 0) {
      return x;
    }
    Ops ops = scope.ops();
    Value keep = drawn ? keepByRow(scope, x) : scope.key("mask").bernoulli(1 - limit, x.shape());
    return ops.select(keep, x, ops.constantLike(x, 0));
  }

  /** u ≥ limit · v for u of each element and v of each row, both uniform on [0, 1]. */
  private Value keepByRow(LayerScope scope, Value x) {
    Ops ops = scope.ops();
    Shape row = x.shape();
    for (int axis = 1; axis < row.rank(); axis++) {
      row = row.with(axis, Dim.of(1));
    }
    Value rate = ops.mul(uniform(ops, scope.key("rate").bits(row)), limit);
    return ops.le(rate, uniform(ops, scope.key("mask").bits(x.shape())));
  }

  /**
   * From 0 to 2³². Every operation rounds in the one way that IEEE 754 prescribes and none can be
   * joined with its neighbour, so that all engines agree on every element.
   */
  private static Value uniform(Ops ops, Value bits) {
    return ops.add(ops.cast(bits, DType.F32), 0x1p31);
  }
}
