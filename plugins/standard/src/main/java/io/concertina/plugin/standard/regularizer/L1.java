package io.concertina.plugin.standard.regularizer;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.regularizer.Regularizer;

/**
 * strength · Σ|x|, with derivative 0 at 0.
 *
 * @param strength at least 0
 */
record L1(double strength) implements Regularizer {

  static final Factory<L1> FACTORY =
      Factory.of(
          "l1",
          L1.class,
          settings -> new L1(settings.number("strength", 0.01)),
          (value, description) -> description.put("strength", value.strength));

  L1 {
    if (!(strength >= 0 && Double.isFinite(strength))) {
      throw new ConfigurationException("l1.strength", "a number of at least 0", strength);
    }
  }

  @Override
  public Value penalty(Ops ops, Value tensor) {
    return ops.mul(ops.sumAll(ops.abs(tensor)), strength);
  }
}
