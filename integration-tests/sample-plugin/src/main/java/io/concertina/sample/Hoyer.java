package io.concertina.sample;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.regularizer.Regularizer;

/**
 * strength · (Σ|x|)² / (Σx² + 1e-12), which falls with every element that becomes 0, not when all
 * shrink alike: n · strength for n equal elements, strength for a single one. Source: Yang, Wen,
 * Li, "DeepHoyer", ICLR 2020 (there "Hoyer-square").
 *
 * @param strength at least 0
 */
public record Hoyer(double strength) implements Regularizer {
  static final Factory<Hoyer> FACTORY =
      Factory.of(
          "hoyer",
          Hoyer.class,
          settings -> new Hoyer(settings.number("strength", 1e-4)),
          (hoyer, description) -> description.put("strength", hoyer.strength));

  public Hoyer {
    if (!(strength >= 0)) {
      throw new ConfigurationException("hoyer.strength", "at least 0", strength);
    }
  }

  @Override
  public Value penalty(Ops ops, Value x) {
    Value sum = ops.sumAll(ops.abs(x));
    Value squares = ops.sumAll(ops.mul(x, x));
    return ops.mul(ops.div(ops.mul(sum, sum), ops.add(squares, 1e-12)), strength);
  }
}
