package io.concertina.ir.rewrite;

import io.concertina.ir.Dim;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Layout;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes first and repeats afterwards: f(broadcast(a), broadcast(b)) = broadcast(f(a, b)).
 *
 * <p>Where a and b differ in shape they are broadcast against each other first; the identity
 * applies if that is smaller than the result.
 */
final class BroadcastHoisting {

  private BroadcastHoisting() {}

  static Optional<Value> simpler(Elementwise op, List<Value> operands, Emitter e) {
    Shape shape = operands.getFirst().shape();
    Shape common = Shape.scalar();
    for (Value operand : operands) {
      if (!(operand.op() instanceof Layout.Broadcast)) {
        return Optional.empty();
      }
      common = common(common, source(operand).shape());
    }
    if (common.equals(shape)) {
      return Optional.empty();
    }
    List<Value> small = new ArrayList<>();
    for (Value operand : operands) {
      small.add(e.broadcast(source(operand), common));
    }
    return Optional.of(e.broadcast(e.emit(op, small), shape));
  }

  private static Value source(Value broadcast) {
    return broadcast.node().operand(0);
  }

  /** The least shape both broadcast to; both broadcast to a common one, so there is one. */
  private static Shape common(Shape x, Shape y) {
    Shape longer = x.rank() >= y.rank() ? x : y;
    Shape shorter = x.rank() >= y.rank() ? y : x;
    Shape common = longer;
    for (int axis = -1; axis >= -shorter.rank(); axis--) {
      Dim dim = longer.dim(axis);
      common = common.with(axis, dim.isOne() ? shorter.dim(axis) : dim);
    }
    return common;
  }
}
