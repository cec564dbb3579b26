package io.concertina.engine.nativejava.compile;

import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rebuild;
import java.util.List;

/**
 * Stores numbers below the smallest normal one, 2⁻¹²⁶, as 0 where a function updates a resident.
 *
 * <p>The moments of a weight whose unit has died shrink by a constant factor per step until they
 * are subnormal, and stay so for good. Processors compute on such numbers a hundred times more
 * slowly: a training step with a tenth of them took five times as long. Native libraries switch
 * their processor to flush them; Java cannot, so the plan says it.
 */
final class Underflow extends Rebuild {

  private Underflow() {}

  /** The function with every floating point update flushed. */
  static Function flushed(Function function) {
    return function.updates().isEmpty() ? function : new Underflow().rewrite(function);
  }

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    return ops().emitAll(node.op(), operands);
  }

  /** A parameter has been flushed when it was stored; NaN compares as false and stays. */
  @Override
  protected Value update(Value next) {
    if (next.dtype() != DType.F32 || next.op() instanceof Source.Parameter) {
      return next;
    }
    Value tiny = ops().lt(ops().abs(next), ops().constantLike(next, Float.MIN_NORMAL));
    return ops().select(tiny, ops().constantLike(next, 0), next);
  }
}
