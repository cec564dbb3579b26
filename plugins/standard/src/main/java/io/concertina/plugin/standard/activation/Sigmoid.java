package io.concertina.plugin.standard.activation;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;

/** 1 / (1 + e⁻ˣ), the logistic function. */
record Sigmoid() implements Activation {
  @Override
  public Value apply(Ops ops, Value x) {
    return ops.sigmoid(x);
  }
}
