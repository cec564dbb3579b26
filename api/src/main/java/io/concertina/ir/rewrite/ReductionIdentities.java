package io.concertina.ir.rewrite;

import io.concertina.ir.Elementwise;
import io.concertina.ir.Layout;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reductions over axes of size 1 only drop or keep these axes; a sum negates what it has summed up.
 */
final class ReductionIdentities {

  private ReductionIdentities() {}

  static Optional<Value> simpler(Reduction op, Value x, Emitter e) {
    return switch (op) {
      case Reduction.Sum sum -> dropped(x, sum.axes(), e).or(() -> negated(sum, x, e));
      case Reduction.ReduceMax max -> dropped(x, max.axes(), e);
      case Reduction.ReduceMin min -> dropped(x, min.axes(), e);
      case Reduction.CumSum sum ->
          x.shape().dim(sum.axis()).isOne() ? Optional.of(x) : Optional.empty();
      case Reduction.ArgMax _, Reduction.TopK _ -> Optional.empty();
    };
  }

  /** Σ -x = -Σ x, with which a pass over x less is needed where Σ x or x itself is at hand. */
  private static Optional<Value> negated(Reduction.Sum op, Value x, Emitter e) {
    return x.op() instanceof Elementwise.Neg neg
        ? Optional.of(e.emit(neg, e.emit(op, x.node().operand(0))))
        : Optional.empty();
  }

  private static Optional<Value> dropped(Value x, List<Integer> axes, Emitter e) {
    Shape shape = x.shape();
    if (axes.isEmpty()) {
      return Optional.of(x);
    }
    if (!axes.stream().allMatch(axis -> shape.dim(axis).isOne())) {
      return Optional.empty();
    }
    Shape kept =
        new Shape(
            IntStream.range(0, shape.rank())
                .filter(axis -> !axes.contains(axis))
                .mapToObj(shape::dim)
                .toList());
    return Optional.of(e.emit(new Layout.Reshape(kept), x));
  }
}
