package io.concertina.plugin.standard.regularizer;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.regularizer.Regularizer;

/**
 * strength · Σx², whose derivative is 2 · strength · x.
 *
 * @param strength at least 0
 */
record L2(double strength) implements Regularizer {

  static final Factory<L2> FACTORY =
      Factory.of(
          "l2",
          L2.class,
          settings -> new L2(settings.number("strength", 0.01)),
          (value, description) -> description.put("strength", value.strength));

  L2 {
    if (!(strength >= 0 && Double.isFinite(strength))) {
      throw new ConfigurationException("l2.strength", "a number of at least 0", strength);
    }
  }

  @Override
  public Value penalty(Ops ops, Value tensor) {
    return ops.mul(ops.sumAll(Composites.square(ops, tensor)), strength);
  }
}
