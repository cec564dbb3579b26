package io.concertina.metric;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import java.util.Optional;

/**
 * What a metric compares.
 *
 * @param ops where it emits
 * @param prediction [batch, ...]
 * @param target [batch, ...]; where it is missing, any number stands there
 * @param weights f32 of the target's shape, how much each element counts: 0 where the target is
 *     missing, the row's weight elsewhere. Empty if all elements count 1
 */
public record Comparison(Ops ops, Value prediction, Value target, Optional<Value> weights) {

  /** All elements count. */
  public static Comparison of(Ops ops, Value prediction, Value target) {
    return new Comparison(ops, prediction, target, Optional.empty());
  }
}
