package io.concertina.plugin.standard.measure;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.loss.Loss;

/**
 * ½ e² per element where the error e = p - t is at most δ, and δ (|e| - ½ δ) beyond.
 *
 * <p>Both are c (|e| - ½ c) with c = min(|e|, δ), which is what is computed.
 *
 * <p>Source: P. J. Huber, "Robust Estimation of a Location Parameter", Annals of Mathematical
 * Statistics 35 (1964).
 *
 * @param delta δ, above 0
 */
record Huber(double delta) implements Loss {

  static final double DELTA = 1;

  static final Factory<Huber> FACTORY =
      Factory.of(
          "huber",
          Huber.class,
          settings -> new Huber(settings.number("delta", DELTA)),
          (value, description) -> description.put("delta", value.delta));

  Huber {
    if (!(delta > 0 && Double.isFinite(delta))) {
      throw new ConfigurationException("huber.delta", "a number above 0", delta);
    }
  }

  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    Value size = ops.abs(Errors.of(ops, prediction, target));
    Value capped = ops.min(size, ops.constantLike(size, delta));
    return ops.mul(capped, ops.sub(size, ops.mul(capped, 0.5)));
  }
}
