package io.concertina.layer;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;

/** A function applied to a layer's output. */
public interface Activation {

  /** Emits the function; the result has x's shape. */
  Value apply(Ops ops, Value x);
}
