package io.concertina.plugin.standard.activation;

import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;

/** max(x, 0), with derivative 0 at 0. */
record Relu() implements Activation {
  @Override
  public Value apply(Ops ops, Value x) {
    return Composites.relu(ops, x);
  }
}
