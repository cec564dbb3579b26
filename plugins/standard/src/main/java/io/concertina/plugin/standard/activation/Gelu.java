package io.concertina.plugin.standard.activation;

import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import java.util.List;
import java.util.Map;

/**
 * x · Φ(x) = x/2 · (1 + erf(x/√2)), or approximately x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))).
 * Composite {@code gelu}.
 *
 * <p>Source: D. Hendrycks, K. Gimpel, "Gaussian Error Linear Units (GELUs)", 2016, section 2. The
 * approximation is off by at most 5·10⁻⁴.
 *
 * @param approximate whether to use tanh
 */
record Gelu(boolean approximate) implements Activation {

  static final Factory<Gelu> FACTORY =
      Factory.of(
          "gelu",
          Gelu.class,
          settings -> new Gelu(settings.flag("approximate", false)),
          (value, description) -> description.put("approximate", value.approximate));

  @Override
  public Value apply(Ops ops, Value x) {
    return ops.composite(
        "gelu",
        Map.of("approximate", approximate),
        List.of(x),
        (o, in) -> {
          Value v = in.getFirst();
          Value odd = approximate ? o.tanh(cubic(o, v)) : o.erf(o.mul(v, Math.sqrt(0.5)));
          return o.mul(o.mul(v, 0.5), o.add(odd, 1));
        });
  }

  /** √(2/π) · x · (1 + 0.044715 x²). */
  private static Value cubic(Ops ops, Value x) {
    Value factor = ops.add(ops.mul(ops.mul(x, x), 0.044715), 1);
    return ops.mul(ops.mul(x, Math.sqrt(2 / Math.PI)), factor);
  }
}
