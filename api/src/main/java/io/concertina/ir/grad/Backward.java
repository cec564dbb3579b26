package io.concertina.ir.grad;

import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One node of the walk back: what a gradient rule reads and where it puts its answers.
 *
 * @param ops emits the rule's operations, under the scope of the node
 * @param node the node to differentiate
 * @param gradients dL/dy by position of the node's result y, where there is one
 * @param active tells which values need a gradient
 * @param sink receives a contribution to an operand's gradient
 */
record Backward(
    Ops ops,
    Node node,
    Map<Integer, Value> gradients,
    Predicate<Value> active,
    BiConsumer<Value, Value> sink) {

  /** dL/dy for the node's first result y. */
  Value gradient() {
    return gradient(0);
  }

  /** dL/dy for a result y; zeros if L does not depend on it. */
  Value gradient(int result) {
    Value known = gradients.get(result);
    return known == null ? zeros(node.results().get(result)) : known;
  }

  /** True if L depends on a result. */
  boolean hasGradient(int result) {
    return gradients.containsKey(result);
  }

  /** An operand of the node. */
  Value x(int index) {
    return node.operand(index);
  }

  /** The first result of the node. */
  Value y() {
    return node.result();
  }

  /** Contributes to an operand's gradient; nothing is emitted unless somebody needs it. */
  void give(int operand, Supplier<Value> contribution) {
    Value x = x(operand);
    if (active.test(x)) {
      sink.accept(x, contribution.get());
    }
  }

  /** Zeros of a value's type. */
  Value zeros(Value like) {
    return ops.constantLike(like, 0);
  }
}
