package io.concertina.ir.rewrite;

import io.concertina.ir.Dim;
import io.concertina.ir.Layout;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Moves that move nothing, two moves that are one, and moves of elements that are all the same. */
final class LayoutIdentities {

  private LayoutIdentities() {}

  static Optional<Value> simpler(Layout op, List<Value> operands, Emitter e) {
    Value x = operands.getFirst();
    return switch (op) {
      case Layout.Reshape reshape -> reshape(reshape, x, e);
      case Layout.Transpose transpose -> transpose(transpose.permutation(), x, e);
      case Layout.Broadcast broadcast -> broadcast(broadcast, x, e);
      case Layout.Slice slice -> slice(slice, x, e);
      case Layout.Pad pad -> when(zero(pad.before()) && zero(pad.after()), x);
      case Layout.Concat _ -> when(operands.size() == 1, x);
      case Layout.Reverse reverse -> reverse(reverse, x);
      case Layout.Gather _, Layout.ScatterAdd _ -> Optional.empty();
    };
  }

  private static Optional<Value> reshape(Layout.Reshape op, Value x, Emitter e) {
    if (x.shape().equals(op.shape())) {
      return Optional.of(x);
    }
    if (x.op() instanceof Layout.Reshape) {
      Value source = x.node().operand(0);
      return Optional.of(source.shape().equals(op.shape()) ? source : e.emit(op, source));
    }
    return uniform(x, op.shape(), e);
  }

  private static Optional<Value> transpose(List<Integer> permutation, Value x, Emitter e) {
    if (isIdentity(permutation)) {
      return Optional.of(x);
    }
    if (x.op() instanceof Layout.Transpose inner) {
      List<Integer> both = permutation.stream().map(inner.permutation()::get).toList();
      return Optional.of(e.emit(new Layout.Transpose(both), x.node().operand(0)));
    }
    return uniform(x, new Shape(permutation.stream().map(x.shape()::dim).toList()), e);
  }

  private static boolean isIdentity(List<Integer> permutation) {
    return IntStream.range(0, permutation.size()).allMatch(axis -> permutation.get(axis) == axis);
  }

  private static Optional<Value> broadcast(Layout.Broadcast op, Value x, Emitter e) {
    if (x.shape().equals(op.shape())) {
      return Optional.of(x);
    }
    boolean merges =
        x.op() instanceof Layout.Broadcast
            || (x.op() instanceof Layout.Reshape && prependsOnes(x.node().operand(0), x));
    return merges ? Optional.of(e.broadcast(x.node().operand(0), op.shape())) : Optional.empty();
  }

  /** True if a reshape only puts axes of size 1 in front, as a broadcast would itself. */
  private static boolean prependsOnes(Value from, Value to) {
    int added = to.shape().rank() - from.shape().rank();
    return added >= 0
        && to.shape().slice(0, added).dims().stream().allMatch(Dim::isOne)
        && to.shape().slice(added, to.shape().rank()).equals(from.shape());
  }

  private static Optional<Value> slice(Layout.Slice op, Value x, Emitter e) {
    if (x.shape().equals(op.shape())) {
      return Optional.of(x);
    }
    if (x.op() instanceof Layout.Slice inner) {
      List<Integer> starts = new ArrayList<>();
      for (int axis = 0; axis < op.starts().size(); axis++) {
        starts.add(inner.starts().get(axis) + op.starts().get(axis));
      }
      return Optional.of(e.emit(new Layout.Slice(starts, op.shape()), x.node().operand(0)));
    }
    return uniform(x, op.shape(), e);
  }

  private static Optional<Value> reverse(Layout.Reverse op, Value x) {
    if (x.op() instanceof Layout.Reverse inner && inner.equals(op)) {
      return Optional.of(x.node().operand(0));
    }
    boolean symmetric = op.axes().stream().allMatch(axis -> x.shape().dim(axis).isOne());
    return when(symmetric || Uniform.of(x).isPresent(), x);
  }

  private static Optional<Value> uniform(Value x, Shape shape, Emitter e) {
    return Uniform.of(x).map(scalar -> e.uniform(scalar, shape));
  }

  private static boolean zero(List<Integer> widths) {
    return widths.stream().allMatch(width -> width == 0);
  }

  private static Optional<Value> when(boolean holds, Value value) {
    return holds ? Optional.of(value) : Optional.empty();
  }
}
