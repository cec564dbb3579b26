package io.concertina.engine.tensorflow;

import io.concertina.engine.tensorflow.Expressions.Scaled;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Value;
import java.util.Optional;

/**
 * A resident's next value x' = β x + γ y with β + γ = 1, up to their rounding.
 *
 * @param resident name of x
 * @param added y
 * @param kept β, above 0 and below 1
 * @param gain γ
 */
record RunningMean(String resident, Value added, float kept, float gain) {

  /** Two roundings of numbers below 1. */
  private static final double ROUNDING = 0x1p-24;

  static Optional<RunningMean> match(Value next) {
    if (!(next.op() instanceof Elementwise.Add)) {
      return Optional.empty();
    }
    Optional<Scaled> left = Expressions.scaled(next.node().operand(0));
    Optional<Scaled> right = Expressions.scaled(next.node().operand(1));
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    return of(left.get(), right.get()).or(() -> of(right.get(), left.get()));
  }

  private static Optional<RunningMean> of(Scaled old, Scaled added) {
    boolean convex =
        old.factor() > 0
            && old.factor() < 1
            && Math.abs(1.0 - old.factor() - added.factor()) <= ROUNDING;
    return convex
        ? Expressions.resident(old.value())
            .map(name -> new RunningMean(name, added.value(), old.factor(), added.factor()))
        : Optional.empty();
  }

  /** 1 - β in single precision, what TensorFlow's kernels multiply by where γ belongs. */
  float complement() {
    return 1 - kept;
  }
}
