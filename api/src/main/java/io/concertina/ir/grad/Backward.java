package io.concertina.ir.grad;

import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One node of the walk back: what a gradient rule reads and where it puts its answers.
 *
 * @param ops emits the rule's operations, under the scope of the node
 * @param node the node to differentiate
 * @param gradient dL/dy for the node's first result y
 * @param active tells which values need a gradient
 * @param sink receives a contribution to an operand's gradient
 */
record Backward(
    Ops ops, Node node, Value gradient, Predicate<Value> active, BiConsumer<Value, Value> sink) {

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
