package io.concertina.ir.infer;

import io.concertina.ShapeException;
import io.concertina.ir.DType;
import io.concertina.ir.Op;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.List;
import java.util.function.Supplier;

/** The operands of one operation with the checks that the rules share. */
final class Operands {

  private final Op op;
  private final List<Value> values;
  private final String scope;

  Operands(Op op, List<Value> values, String scope) {
    this.op = op;
    this.values = values;
    this.scope = scope;
  }

  int count() {
    return values.size();
  }

  TensorType type(int index) {
    return values.get(index).type();
  }

  Shape shape(int index) {
    return type(index).shape();
  }

  void count(int expected) {
    require(values.size() == expected, () -> expected + " operands", values.size());
  }

  void type(int index, TensorType expected) {
    require(
        type(index).equals(expected),
        () -> "operand " + index + " of type " + expected,
        type(index));
  }

  void dtype(int index, DType expected) {
    require(
        type(index).dtype() == expected,
        () -> "operand " + index + " of type " + expected,
        type(index));
  }

  /** The types of all operands are the same; returns it. */
  TensorType same() {
    for (Value value : values) {
      if (!value.type().equals(type(0))) {
        List<TensorType> types = values.stream().map(Value::type).toList();
        require(false, "operands of one type", types);
      }
    }
    return type(0);
  }

  void axis(Shape shape, int axis) {
    require(axis >= 0 && axis < shape.rank(), () -> "an axis of " + shape, axis);
  }

  void axes(Shape shape, List<Integer> axes) {
    int previous = -1;
    for (int axis : axes) {
      axis(shape, axis);
      require(axis > previous, "axes in ascending order", axes);
      previous = axis;
    }
  }

  /** Two things in a message. */
  static Object both(Object first, Object second) {
    return new Both(first, second);
  }

  /** Texts are made for failures only: rules run once per node and pass. */
  private record Both(Object first, Object second) {
    @Override
    public String toString() {
      return first + " and " + second;
    }
  }

  void require(boolean holds, Supplier<String> expected, Object got) {
    if (!holds) {
      require(false, expected.get(), got);
    }
  }

  void require(boolean holds, String expected, Object got) {
    if (!holds) {
      throw new ShapeException(op.path(scope), expected, got);
    }
  }
}
