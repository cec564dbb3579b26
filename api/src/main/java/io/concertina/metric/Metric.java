package io.concertina.metric;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;

/** A number to watch beside the loss. */
public interface Metric {

  /**
   * Emits the metric.
   *
   * @param prediction [batch, ...]
   * @param target of the same shape
   * @return an f32 scalar: the mean over the batch, so that values of batches average by rows
   */
  Value apply(Ops ops, Value prediction, Value target);
}
