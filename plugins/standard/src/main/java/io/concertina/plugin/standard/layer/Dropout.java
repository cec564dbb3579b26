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
 * In training, sets each element to 0 with probability rate and multiplies the others by 1 / (1 -
 * rate), which keeps the expectation. Afterwards it is the identity.
 *
 * <p>Source: N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, "Dropout: A
 * Simple Way to Prevent Neural Networks from Overfitting", JMLR 15 (2014), with the factor at
 * training time (section 10).
 *
 * @param rate probability of 0, at least 0 and below 1
 */
record Dropout(double rate) implements FeatureLayer, StreamingLayer, MirroredLayer {

  static final Factory<Dropout> FACTORY =
      Factory.of(
          "dropout",
          Dropout.class,
          settings -> new Dropout(settings.number("rate")),
          (value, description) -> description.put("rate", value.rate));

  Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new ConfigurationException("dropout.rate", "at least 0 and below 1", rate);
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
    Value keep = scope.key("dropout").bernoulli(1 - rate, x.shape());
    return ops.select(keep, ops.mul(x, 1 / (1 - rate)), ops.constantLike(x, 0));
  }
}
