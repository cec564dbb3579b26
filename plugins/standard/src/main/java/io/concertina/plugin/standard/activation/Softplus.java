package io.concertina.plugin.standard.activation;

import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;

/** ln(1 + eˣ), a smooth relu. */
record Softplus() implements Activation {
  @Override
  public Value apply(Ops ops, Value x) {
    return Composites.softplus(ops, x);
  }
}
