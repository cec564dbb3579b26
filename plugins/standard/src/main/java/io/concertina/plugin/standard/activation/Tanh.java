package io.concertina.plugin.standard.activation;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;

/** The hyperbolic tangent. */
record Tanh() implements Activation {
  @Override
  public Value apply(Ops ops, Value x) {
    return ops.tanh(x);
  }
}
