package io.concertina.plugin.standard.likelihood;

import io.concertina.config.Factory;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.loss.Likelihood;

/**
 * Normal distribution: -ln p = ½ (ln 2π + ln v + (t - m)² / v) in nats per element, for target t,
 * mean m and variance v.
 *
 * <p>With a fixed variance the decoder gives m [batch, ...]. With a learned one it gives [batch,
 * ..., 2 n]: along the last axis first the n means, then the n logarithms x of the variances, with
 * ln v = softplus(x + 12) - 12, hence v above e^-12 = 6.1e-6. The reconstruction is m.
 *
 * <p>Source: D. A. Nix, A. S. Weigend, "Estimating the mean and variance of the target probability
 * distribution", ICNN 1994, equation 3; for the bound see {@link Spread}.
 *
 * @param variance v, above 0
 */
record Gaussian(Spread variance) implements Likelihood {

  static final double VARIANCE = 1;

  private static final double LOWEST = -12;
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  static final Factory<Gaussian> FACTORY =
      Factory.of(
          "gaussian",
          Gaussian.class,
          settings -> new Gaussian(Spread.read(settings, "variance", VARIANCE)),
          (value, description) -> description.put("variance", value.variance.description()));

  Gaussian {
    variance.require("gaussian.variance");
  }

  @Override
  public Shape parameters(Shape sample) {
    return variance.parameters(sample);
  }

  @Override
  public Value reconstruction(Ops ops, Value parameters) {
    return variance.location(ops, parameters);
  }

  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    Value mean = variance.location(ops, prediction);
    Value square = Composites.square(ops, Targets.deviation(ops, mean, target));
    if (variance.isLearned()) {
      Value logarithm = Spread.logarithm(ops, prediction, LOWEST);
      Value share = ops.mul(square, ops.exp(ops.neg(logarithm)));
      return ops.mul(ops.add(ops.add(share, logarithm), LOG_TWO_PI), 0.5);
    }
    double v = variance.number().getAsDouble();
    return ops.add(ops.mul(square, 0.5 / v), (LOG_TWO_PI + Math.log(v)) / 2);
  }
}
