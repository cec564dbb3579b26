package io.concertina.plugin.standard.activation;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import java.util.List;
import java.util.Map;

/**
 * x · sigmoid(x), also known as swish. Composite {@code silu}.
 *
 * <p>Source: S. Elfwing, E. Uchibe, K. Doya, "Sigmoid-Weighted Linear Units for Neural Network
 * Function Approximation in Reinforcement Learning", Neural Networks 107 (2018), section 2.
 */
record Silu() implements Activation {
  @Override
  public Value apply(Ops ops, Value x) {
    return ops.composite(
        "silu", Map.of(), List.of(x), (o, in) -> o.mul(in.getFirst(), o.sigmoid(in.getFirst())));
  }
}
