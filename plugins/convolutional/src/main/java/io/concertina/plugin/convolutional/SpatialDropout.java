package io.concertina.plugin.convolutional;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MirroredLayer;
import io.concertina.layer.Mode;
import java.util.List;

/**
 * Dropout of whole channels: in training, sets all elements of a sample's channel to 0 with
 * probability rate and multiplies the other channels by 1 / (1 - rate). Afterwards it is the
 * identity.
 *
 * <p>Source: J. Tompson, R. Goroshin, A. Jain, Y. LeCun, C. Bregler, "Efficient Object Localization
 * Using Convolutional Networks", CVPR 2015, section 3.2.
 *
 * @param rate probability of 0, at least 0 and below 1
 */
record SpatialDropout(double rate) implements FeatureLayer, MirroredLayer {

  static final Factory<SpatialDropout> FACTORY =
      Factory.of(
          "spatial_dropout",
          SpatialDropout.class,
          settings -> new SpatialDropout(settings.number("rate")),
          (value, description) -> description.put("rate", value.rate));

  SpatialDropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new ConfigurationException("spatial_dropout.rate", "at least 0 and below 1", rate);
    }
  }

  /** The decoder has no noise to take back. */
  @Override
  public List<Layer> mirror(Site site) {
    return List.of();
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    if (scope.mode() == Mode.INFER || rate == 0) {
      return x;
    }
    Ops ops = scope.ops();
    Shape channels = x.shape();
    for (int axis = 1; axis < channels.rank() - 1; axis++) {
      channels = channels.with(axis, Dim.of(1));
    }
    Value keep = scope.key("spatial_dropout").bernoulli(1 - rate, channels);
    return ops.select(keep, ops.mul(x, 1 / (1 - rate)), ops.constantLike(x, 0));
  }
}
