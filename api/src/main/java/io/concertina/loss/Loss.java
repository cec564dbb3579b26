package io.concertina.loss;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;

/** How far a reconstruction is from its target. */
public interface Loss {

  /**
   * Emits the loss.
   *
   * @param prediction [batch, ...]
   * @param target of the same shape
   * @return an f32 scalar: the mean over the batch, so that losses of batches average by rows
   */
  Value apply(Ops ops, Value prediction, Value target);
}
