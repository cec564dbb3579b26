package io.concertina.engine.nativejava.compile;

import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rebuild;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the mask of a rectifier off its result.
 *
 * <p>y = select(x ≤ 0, 0, x) is kept for the next layer's gradient anyway, and y ≤ 0 wherever x ≤
 * 0, NaN included. So the gradient asks y, and neither x nor the mask is written to memory.
 */
final class Rectifiers extends Rebuild {

  /** The rectified value, in the new function, by the mask in the old one. */
  private final Map<Value, Value> results = new HashMap<>();

  private Rectifiers() {}

  /** An equal function in which only the rectifier itself uses its mask. */
  static Function unmasked(Function function) {
    return new Rectifiers().rewrite(function);
  }

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    if (isRectifier(node)) {
      List<Value> made = ops().emitAll(node.op(), operands);
      results.put(node.operand(0), made.getFirst());
      return made;
    }
    List<Value> asked = new ArrayList<>(operands);
    for (int i = 0; i < asked.size(); i++) {
      Value rectified = results.get(node.operand(i));
      if (rectified != null) {
        Node mask = operands.get(i).node();
        asked.set(i, ops().emit(mask.op(), rectified, mask.operand(1)));
      }
    }
    return ops().emitAll(node.op(), asked);
  }

  private static boolean isRectifier(Node node) {
    return node.op() instanceof Elementwise.Select
        && node.operand(0).op() instanceof Elementwise.Le
        && node.operand(0).node().operand(0) == node.operand(2)
        && isZero(node.operand(0).node().operand(1))
        && isZero(node.operand(1));
  }

  private static boolean isZero(Value value) {
    return Constants.of(value.op()).filter(Rectifiers::isZero).isPresent()
        || (value.op() instanceof Layout.Broadcast && isZero(value.node().operand(0)));
  }

  private static boolean isZero(Tensor value) {
    for (int i = 0; i < value.size(); i++) {
      if (value.dtype() != DType.F32 || value.floatAt(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
