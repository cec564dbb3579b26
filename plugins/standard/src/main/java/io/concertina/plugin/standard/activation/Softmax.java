package io.concertina.plugin.standard.activation;

import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;

/** eˣ / Σ eˣ along the last axis: a distribution over classes. */
record Softmax() implements Activation {
  @Override
  public Value apply(Ops ops, Value x) {
    return Composites.softmax(ops, x);
  }
}
