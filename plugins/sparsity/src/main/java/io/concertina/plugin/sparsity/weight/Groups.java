package io.concertina.plugin.sparsity.weight;

import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.stream.IntStream;

/** Which elements of a kernel [..., inputs, units] vanish together. */
enum Groups {
  /** All inputs of a unit: the elements that share a position on the last axis. */
  UNITS,
  /** All that an input feeds: the elements that share all positions but that on the last axis. */
  INPUTS;

  /**
   * Σ w² over each group.
   *
   * @return with every axis that is summed over kept as an axis of size 1, so that it broadcasts
   */
  Value squares(Ops ops, Value kernel) {
    Value squares = Composites.square(ops, kernel);
    return switch (this) {
      case UNITS -> ops.sum(squares, IntStream.range(0, kernel.shape().rank() - 1).toArray());
      case INPUTS -> ops.expand(ops.sum(squares, -1), -1);
    };
  }

  /** Number of elements of a group. */
  Dim size(Shape kernel) {
    return switch (this) {
      case UNITS -> kernel.slice(0, kernel.rank() - 1).elements();
      case INPUTS -> kernel.last();
    };
  }
}
