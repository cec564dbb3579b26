package io.concertina.engine.nativejava.compile;

import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the mask of a rectifier off its result.
 *
 * <p>y = select(x ≤ 0, 0, x) is kept for the next layer's gradient anyway, and y ≤ 0 wherever x ≤
 * 0, NaN included. So the gradient asks y, and neither x nor the mask is written to memory.
 */
final class Rectifiers {

  private final Ops ops = new Ops();
  private final Map<Value, Value> copies = new HashMap<>();

  /** The rectified value by the mask in the original function. */
  private final Map<Value, Value> results = new HashMap<>();

  private Rectifiers() {}

  /** An equal function in which only the rectifier itself uses its mask. */
  static Function unmasked(Function function) {
    return new Rectifiers().rewrite(function);
  }

  private Function rewrite(Function function) {
    function.parameters().forEach(value -> copies.put(value, ops.parameterLike(value)));
    for (Node node : function.nodes()) {
      if (!(node.op() instanceof Source.Parameter)) {
        copy(node);
      }
    }
    return ops.function(function.name(), copied(function.outputs()), copied(function.updates()));
  }

  private void copy(Node node) {
    boolean rectifies = isRectifier(node);
    List<Value> operands = new ArrayList<>();
    for (Value operand : node.operands()) {
      Value rectified = results.get(operand);
      operands.add(rectified == null || rectifies ? copyOf(operand) : mask(operand, rectified));
    }
    List<Value> made = ops.emitAll(node.op(), operands);
    for (int i = 0; i < made.size(); i++) {
      copies.put(node.results().get(i), made.get(i));
    }
    if (rectifies) {
      results.put(node.operand(0), made.getFirst());
    }
  }

  private Value mask(Value original, Value rectified) {
    return ops.emit(original.op(), rectified, copyOf(original.node().operand(1)));
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

  private Value copyOf(Value value) {
    Value copy = copies.get(value);
    if (copy == null) {
      throw new IllegalStateException("no copy of " + value);
    }
    return copy;
  }

  private Map<String, Value> copied(Map<String, Value> values) {
    Map<String, Value> made = new LinkedHashMap<>();
    values.forEach((name, value) -> made.put(name, copyOf(value)));
    return made;
  }
}
