package io.concertina.ir.rewrite;

import io.concertina.ir.Layout;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a broadcast repeats along an axis, however its axes were permuted afterwards. */
final class Repeated {

  private Repeated() {}

  /**
   * The elements at any position of an axis, if they are the same at all.
   *
   * @param ops where to emit
   * @param value has the axis
   * @param axis from 0
   * @return the value without the axis; empty if it may differ from position to position
   */
  static Optional<Value> along(Ops ops, Value value, int axis) {
    return switch (value.op()) {
      case Layout.Broadcast _ -> repeated(ops, value, axis);
      case Layout.Transpose(List<Integer> permutation) ->
          along(ops, value.node().operand(0), permutation.get(axis))
              .map(x -> ops.transpose(x, without(permutation, axis)));
      default -> Optional.empty();
    };
  }

  private static Optional<Value> repeated(Ops ops, Value value, int axis) {
    Value x = value.node().operand(0);
    Shape shape = without(value.shape(), axis);
    int own = axis - (value.shape().rank() - x.shape().rank());
    if (own < 0) {
      return Optional.of(ops.broadcast(x, shape));
    }
    return x.shape().dim(own).isOne()
        ? Optional.of(ops.broadcast(ops.reshape(x, without(x.shape(), own)), shape))
        : Optional.empty();
  }

  private static Shape without(Shape shape, int axis) {
    int rank = shape.rank();
    return new Shape(
        Stream.concat(
                shape.slice(0, axis).dims().stream(), shape.slice(axis + 1, rank).dims().stream())
            .toList());
  }

  /** The order of the axes that are left. */
  private static int[] without(List<Integer> permutation, int axis) {
    List<Integer> rest = new ArrayList<>(permutation);
    int gone = rest.remove(axis);
    return rest.stream().mapToInt(each -> each > gone ? each - 1 : each).toArray();
  }
}
