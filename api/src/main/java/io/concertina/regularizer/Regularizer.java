package io.concertina.regularizer;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;

/** A penalty on a weight or an activation. */
public interface Regularizer {

  /** Emits the penalty of a tensor: an f32 scalar that is added to the loss. */
  Value penalty(Ops ops, Value tensor);
}
