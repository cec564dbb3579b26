package io.concertina.plugin.standard.layer;

import io.concertina.ShapeException;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;
import java.util.List;
import java.util.function.BinaryOperator;

/** What layers of several inputs have in common. */
final class Merging {

  private Merging() {}

  /**
   * Joins inputs of one shape, two by two in their order.
   *
   * @throws ShapeException if an input is not of the first one's type
   */
  static Value alike(LayerScope scope, List<Value> inputs, BinaryOperator<Value> join) {
    for (int i = 1; i < inputs.size(); i++) {
      if (!inputs.get(i).type().equals(inputs.getFirst().type())) {
        throw unlike(scope, inputs, i, inputs.getFirst().type().toString());
      }
    }
    return inputs.stream().reduce(join).orElseThrow();
  }

  /** An input that does not fit the first. */
  static ShapeException unlike(LayerScope scope, List<Value> inputs, int i, Object expected) {
    return new ShapeException(
        scope.path(),
        "input " + (i + 1) + " of " + inputs.size() + " to be " + expected + " as the first is",
        inputs.get(i).type());
  }

  /** A shape with one axis of any size, for messages. */
  static String free(Shape shape, int axis) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < shape.rank(); i++) {
      text.append(i == 0 ? "" : ", ").append(i == axis ? "..." : shape.dim(i));
    }
    return text.append(']').toString();
  }
}
