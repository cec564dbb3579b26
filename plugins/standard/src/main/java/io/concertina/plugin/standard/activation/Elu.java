package io.concertina.plugin.standard.activation;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import java.util.List;
import java.util.Map;

/**
 * x for x &gt; 0 and alpha · (eˣ - 1) below, with derivative alpha at 0. Composite {@code elu}.
 *
 * <p>Source: D.-A. Clevert, T. Unterthiner, S. Hochreiter, "Fast and Accurate Deep Network Learning
 * by Exponential Linear Units (ELUs)", ICLR 2016, section 3.
 *
 * @param alpha minus the limit at -∞, at least 0
 */
record Elu(double alpha) implements Activation {

  static final double ALPHA = 1;

  static final Factory<Elu> FACTORY =
      Factory.of(
          "elu",
          Elu.class,
          settings -> new Elu(settings.number("alpha", ALPHA)),
          (value, description) -> description.put("alpha", value.alpha));

  Elu {
    if (!(alpha >= 0 && Double.isFinite(alpha))) {
      throw new ConfigurationException("elu.alpha", "a number of at least 0", alpha);
    }
  }

  @Override
  public Value apply(Ops ops, Value x) {
    return ops.composite(
        "elu",
        Map.of("alpha", alpha),
        List.of(x),
        (o, in) -> {
          Value v = in.getFirst();
          return o.select(positive(o, v), v, o.mul(exponential(o, v), alpha));
        });
  }

  static Value positive(Ops ops, Value x) {
    return ops.lt(ops.constantLike(x, 0), x);
  }

  /**
   * eˣ - 1 for x ≤ 0. The exponential sees 0 elsewhere: if it overflowed there, the gradient of the
   * branch that is not taken would be 0 · ∞.
   */
  static Value exponential(Ops ops, Value x) {
    return ops.expm1(ops.select(positive(ops, x), ops.constantLike(x, 0), x));
  }
}
