package io.concertina.plugin.standard.activation;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import java.util.List;
import java.util.Map;

/**
 * x for x &gt; 0 and alpha · x below, with derivative alpha at 0. Composite {@code leaky_relu}.
 *
 * <p>Source: A. L. Maas, A. Y. Hannun, A. Y. Ng, "Rectifier Nonlinearities Improve Neural Network
 * Acoustic Models", ICML 2013.
 *
 * @param alpha slope below 0, at least 0
 */
record LeakyRelu(double alpha) implements Activation {

  static final double ALPHA = 0.2;

  static final Factory<LeakyRelu> FACTORY =
      Factory.of(
          "leaky_relu",
          LeakyRelu.class,
          settings -> new LeakyRelu(settings.number("alpha", ALPHA)),
          (value, description) -> description.put("alpha", value.alpha));

  LeakyRelu {
    if (!(alpha >= 0 && Double.isFinite(alpha))) {
      throw new ConfigurationException("leaky_relu.alpha", "a number of at least 0", alpha);
    }
  }

  @Override
  public Value apply(Ops ops, Value x) {
    return ops.composite(
        "leaky_relu",
        Map.of("alpha", alpha),
        List.of(x),
        (o, in) -> {
          Value v = in.getFirst();
          return o.select(o.lt(o.constantLike(v, 0), v), v, o.mul(v, alpha));
        });
  }
}
