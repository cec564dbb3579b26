package io.concertina.plugin.standard.likelihood;

import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.loss.Likelihood;

/**
 * Laplace distribution: -ln p = ln 2b + |t - m| / b in nats per element, for target t, centre m and
 * scale b, the mean absolute deviation; derivative 0 by m where t = m.
 *
 * <p>With a fixed scale the decoder gives m [batch, ...]. With a learned one it gives [batch, ...,
 * 2 n]: along the last axis first the n centres, then the n logarithms x of the scales, with ln b =
 * softplus(x + 6) - 6, hence b above e^-6 = 2.5e-3. The reconstruction is m, mean and median.
 *
 * <p>Source: P.-S. de Laplace, "Mémoire sur la probabilité des causes par les événements", 1774;
 * for the bound see {@link Spread}.
 *
 * @param scale b, above 0
 */
record Laplace(Spread scale) implements Likelihood {

  static final double SCALE = 1;

  private static final double LOWEST = -6;

  static final Factory<Laplace> FACTORY =
      Factory.of(
          "laplace",
          Laplace.class,
          settings -> new Laplace(Spread.read(settings, "scale", SCALE)),
          (value, description) -> description.put("scale", value.scale.description()));

  Laplace {
    scale.require("laplace.scale");
  }

  @Override
  public Shape parameters(Shape sample) {
    return scale.parameters(sample);
  }

  @Override
  public Value reconstruction(Ops ops, Value parameters) {
    return scale.location(ops, parameters);
  }

  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    Value centre = scale.location(ops, prediction);
    Value distance = ops.abs(Targets.deviation(ops, centre, target));
    if (scale.isLearned()) {
      Value logarithm = Spread.logarithm(ops, prediction, LOWEST);
      Value share = ops.mul(distance, ops.exp(ops.neg(logarithm)));
      return ops.add(ops.add(share, logarithm), Math.log(2));
    }
    double b = scale.number().getAsDouble();
    return ops.add(ops.mul(distance, 1 / b), Math.log(2 * b));
  }
}
