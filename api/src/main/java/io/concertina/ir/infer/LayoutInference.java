package io.concertina.ir.infer;

import static io.concertina.ir.infer.Operands.both;

import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Layout;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Types of the operations that move elements. */
final class LayoutInference {

  private LayoutInference() {}

  static TensorType infer(Layout op, Operands operands) {
    return switch (op) {
      case Layout.Reshape reshape -> reshape(reshape, operands);
      case Layout.Transpose transpose -> transpose(transpose, operands);
      case Layout.Broadcast broadcast -> broadcast(broadcast, operands);
      case Layout.Slice slice -> slice(slice, operands);
      case Layout.Pad pad -> pad(pad, operands);
      case Layout.Concat concat -> concat(concat, operands);
      case Layout.Reverse reverse -> {
        operands.count(1);
        operands.axes(operands.shape(0), reverse.axes());
        yield operands.type(0);
      }
      case Layout.Gather gather -> {
        operands.count(2);
        yield gathered(gather.axis(), gather.batchAxes(), operands);
      }
      case Layout.ScatterAdd add -> {
        operands.count(3);
        TensorType updates = gathered(add.axis(), add.batchAxes(), operands);
        operands.require(
            operands.type(2).equals(updates), () -> "updates " + updates, operands.type(2));
        operands.dtype(0, DType.F32);
        yield operands.type(0);
      }
    };
  }

  private static TensorType reshape(Layout.Reshape op, Operands operands) {
    operands.count(1);
    TensorType type = operands.type(0);
    operands.require(
        type.shape().elements().equals(op.shape().elements()),
        () -> "a shape of " + type.shape().elements() + " elements like " + type.shape(),
        op.shape());
    return type.as(op.shape());
  }

  private static TensorType transpose(Layout.Transpose op, Operands operands) {
    operands.count(1);
    TensorType type = operands.type(0);
    List<Integer> permutation = op.permutation();
    operands.require(
        permutation.size() == type.shape().rank()
            && permutation.stream().sorted().toList().equals(range(permutation.size())),
        () -> "every axis of " + type.shape() + " once",
        permutation);
    return type.as(new Shape(permutation.stream().map(type.shape()::dim).toList()));
  }

  private static List<Integer> range(int size) {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < size; axis++) {
      axes.add(axis);
    }
    return axes;
  }

  private static TensorType broadcast(Layout.Broadcast op, Operands operands) {
    operands.count(1);
    Shape from = operands.shape(0);
    int offset = op.shape().rank() - from.rank();
    boolean fits = offset >= 0;
    for (int axis = 0; fits && axis < from.rank(); axis++) {
      fits = from.dim(axis).isOne() || from.dim(axis).equals(op.shape().dim(axis + offset));
    }
    operands.require(fits, () -> "a shape that broadcasts to " + op.shape(), from);
    return operands.type(0).as(op.shape());
  }

  private static TensorType slice(Layout.Slice op, Operands operands) {
    operands.count(1);
    Shape from = operands.shape(0);
    boolean fits = op.shape().rank() == from.rank() && op.starts().size() == from.rank();
    for (int axis = 0; fits && axis < from.rank(); axis++) {
      Dim kept = op.shape().dim(axis);
      int start = op.starts().get(axis);
      fits =
          (start == 0 && kept.equals(from.dim(axis)))
              || (kept.isFixed()
                  && from.dim(axis).isFixed()
                  && start >= 0
                  && start + (long) kept.size() <= from.dim(axis).size());
    }
    operands.require(fits, () -> "a box inside of " + from, op.shape() + " at " + op.starts());
    return operands.type(0).as(op.shape());
  }

  private static TensorType pad(Layout.Pad op, Operands operands) {
    operands.count(1);
    Shape from = operands.shape(0);
    operands.require(
        op.before().size() == from.rank() && op.after().size() == from.rank(),
        () -> "a padding per axis of " + from,
        both(op.before(), op.after()));
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < from.rank(); axis++) {
      int before = op.before().get(axis);
      int after = op.after().get(axis);
      Dim dim = from.dim(axis);
      boolean none = before == 0 && after == 0;
      operands.require(
          before >= 0 && after >= 0 && (none || dim.isFixed()),
          "padding of at least 0, on axes of fixed size",
          both(op.before(), op.after()));
      dims.add(none ? dim : sum(operands, before, dim.size(), after));
    }
    return operands.type(0).as(new Shape(dims));
  }

  private static TensorType concat(Layout.Concat op, Operands operands) {
    operands.require(operands.count() >= 1, "at least one operand", 0);
    TensorType first = operands.type(0);
    operands.axis(first.shape(), op.axis());
    Dim total = Dim.of(0);
    for (int i = 0; i < operands.count(); i++) {
      Shape shape = operands.shape(i);
      boolean fits =
          shape.rank() == first.shape().rank()
              && shape.dim(op.axis()).isFixed()
              && shape.with(op.axis(), Dim.of(0)).equals(first.shape().with(op.axis(), Dim.of(0)))
              && operands.type(i).dtype() == first.dtype();
      operands.require(
          fits, () -> "the type " + first + " but for axis " + op.axis(), operands.type(i));
      total = sum(operands, total.size(), shape.dim(op.axis()).size());
    }
    return first.as(first.shape().with(op.axis(), total));
  }

  private static Dim sum(Operands operands, int... sizes) {
    long sum = IntStream.of(sizes).asLongStream().sum();
    operands.require(sum <= Integer.MAX_VALUE, "a size of at most 2^31 - 1", sum);
    return Dim.of((int) sum);
  }

  private static TensorType gathered(int axis, int batchAxes, Operands operands) {
    Shape from = operands.shape(0);
    Shape positions = operands.shape(1);
    operands.dtype(1, DType.I32);
    operands.axis(from, axis);
    operands.require(
        batchAxes >= 0
            && batchAxes <= axis
            && batchAxes <= positions.rank()
            && from.slice(0, batchAxes).equals(positions.slice(0, batchAxes)),
        batchAxes + " equal leading axes",
        both(from, positions));
    List<Dim> dims = new ArrayList<>(from.dims().subList(0, axis));
    dims.addAll(positions.dims().subList(batchAxes, positions.rank()));
    dims.addAll(from.dims().subList(axis + 1, from.rank()));
    return operands.type(0).as(new Shape(dims));
  }
}
