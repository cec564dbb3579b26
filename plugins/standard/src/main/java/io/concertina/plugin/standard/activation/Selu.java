package io.concertina.plugin.standard.activation;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import java.util.List;
import java.util.Map;

/**
 * λ x for x &gt; 0 and λ α (eˣ - 1) below, which keeps mean 0 and variance 1 through layers whose
 * kernels start as {@code lecun_normal}. Composite {@code selu}.
 *
 * <p>Source: G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter, "Self-Normalizing Neural
 * Networks", NIPS 2017, equation 2.
 */
record Selu() implements Activation {

  private static final double ALPHA = 1.6732632423543772;
  private static final double LAMBDA = 1.0507009873554805;

  @Override
  public Value apply(Ops ops, Value x) {
    return ops.composite(
        "selu",
        Map.of(),
        List.of(x),
        (o, in) -> {
          Value v = in.getFirst();
          Value below = o.mul(Elu.exponential(o, v), LAMBDA * ALPHA);
          return o.select(Elu.positive(o, v), o.mul(v, LAMBDA), below);
        });
  }
}
