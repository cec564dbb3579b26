package io.concertina.ir.grad;

import io.concertina.ir.Composite;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rules of composites whose result says more than the values within their bodies; g is the gradient
 * of the result y. All other composites are expanded first.
 */
final class CompositeGradients {

  private CompositeGradients() {}

  /** The gradient of a composite's only operand; empty if the composite is to be expanded. */
  static Optional<Function<Backward, Value>> rule(Composite op) {
    if (Composites.isSoftmax(op)) {
      return Optional.of(CompositeGradients::softmax);
    }
    return Composites.isLogSoftmax(op)
        ? Optional.of(CompositeGradients::logSoftmax)
        : Optional.empty();
  }

  /** ∂L/∂xᵢ = yᵢ (gᵢ - Σ g y) along the last axis. */
  private static Value softmax(Backward b) {
    Ops o = b.ops();
    Value mean = o.expand(o.sum(o.mul(b.gradient(), b.y()), -1), -1);
    return o.mul(b.y(), o.sub(b.gradient(), mean));
  }

  /** ∂L/∂xᵢ = gᵢ - exp(yᵢ) Σ g along the last axis. */
  private static Value logSoftmax(Backward b) {
    Ops o = b.ops();
    Value total = o.expand(o.sum(b.gradient(), -1), -1);
    return o.sub(b.gradient(), o.mul(o.exp(b.y()), total));
  }
}
