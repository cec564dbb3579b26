package io.concertina.testkit.reference;

import io.concertina.EngineException;
import io.concertina.ir.DType;
import io.concertina.ir.Layout;
import io.concertina.ir.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Meaning of the operations that move elements. Most are told by one formula: which element of the
 * operand stands at an index of the result.
 */
final class LayoutReference {

  private LayoutReference() {}

  /**
   * Applies the operation.
   *
   * @param shape the result's shape, with all names bound
   */
  static ReferenceTensor apply(Layout op, List<ReferenceTensor> operands, Shape shape) {
    ReferenceTensor x = operands.getFirst();
    return switch (op) {
      case Layout.Reshape _ -> x.reshape(shape);
      case Layout.Transpose transpose -> moved(x, shape, i -> transposed(i, transpose));
      case Layout.Broadcast _ -> moved(x, shape, i -> repeated(i, x.shape()));
      case Layout.Slice slice -> moved(x, shape, i -> plus(i, slice.starts(), 1));
      case Layout.Pad pad -> moved(x, shape, i -> plus(i, pad.before(), -1));
      case Layout.Concat concat -> concat(operands, shape, concat.axis());
      case Layout.Reverse reverse -> moved(x, shape, i -> reversed(i, x.shape(), reverse.axes()));
      case Layout.Gather gather -> gather(gather, x, operands.get(1), shape);
      case Layout.ScatterAdd add -> scatterAdd(add, x, operands.get(1), operands.get(2));
    };
  }

  /** y[i] = x[source(i)], and 0 where x has no such element. */
  private static ReferenceTensor moved(
      ReferenceTensor x, Shape shape, UnaryOperator<int[]> source) {
    Indices from = new Indices(x.shape());
    Indices to = new Indices(shape);
    double[] doubles = new double[x.dtype() == DType.F32 ? shape.size() : 0];
    int[] ints = new int[x.dtype() == DType.F32 ? 0 : shape.size()];
    for (int i = 0; i < shape.size(); i++) {
      int[] index = source.apply(to.at(i));
      if (from.contains(index)) {
        int position = from.position(index);
        if (x.dtype() == DType.F32) {
          doubles[i] = x.doubleAt(position);
        } else {
          ints[i] = x.intAt(position);
        }
      }
    }
    return x.dtype() == DType.F32
        ? ReferenceTensor.own(shape, doubles)
        : ReferenceTensor.own(x.type().as(shape), ints);
  }

  private static int[] transposed(int[] index, Layout.Transpose op) {
    int[] source = new int[index.length];
    for (int axis = 0; axis < index.length; axis++) {
      source[op.permutation().get(axis)] = index[axis];
    }
    return source;
  }

  private static int[] repeated(int[] index, Shape from) {
    int added = index.length - from.rank();
    return IntStream.range(0, from.rank())
        .map(axis -> from.dim(axis).isOne() ? 0 : index[axis + added])
        .toArray();
  }

  private static int[] plus(int[] index, List<Integer> offsets, int sign) {
    return IntStream.range(0, index.length)
        .map(axis -> index[axis] + sign * offsets.get(axis))
        .toArray();
  }

  private static int[] reversed(int[] index, Shape shape, List<Integer> axes) {
    return IntStream.range(0, index.length)
        .map(axis -> axes.contains(axis) ? shape.dim(axis).size() - 1 - index[axis] : index[axis])
        .toArray();
  }

  /** The sum of the operands, each shifted to its place; they do not overlap. */
  private static ReferenceTensor concat(List<ReferenceTensor> parts, Shape shape, int axis) {
    Indices to = new Indices(shape);
    boolean floats = parts.getFirst().dtype() == DType.F32;
    double[] doubles = new double[floats ? shape.size() : 0];
    int[] ints = new int[floats ? 0 : shape.size()];
    int start = 0;
    for (ReferenceTensor part : parts) {
      Indices from = new Indices(part.shape());
      for (int i = 0; i < part.size(); i++) {
        int[] index = from.at(i);
        index[axis] += start;
        if (floats) {
          doubles[to.position(index)] = part.doubleAt(i);
        } else {
          ints[to.position(index)] = part.intAt(i);
        }
      }
      start += part.shape().dim(axis).size();
    }
    return floats
        ? ReferenceTensor.own(shape, doubles)
        : ReferenceTensor.own(parts.getFirst().type().as(shape), ints);
  }

  private static ReferenceTensor gather(
      Layout.Gather op, ReferenceTensor x, ReferenceTensor positions, Shape shape) {
    return moved(x, shape, i -> gathered(i, op.axis(), op.batchAxes(), x.shape(), positions));
  }

  private static ReferenceTensor scatterAdd(
      Layout.ScatterAdd op, ReferenceTensor x, ReferenceTensor positions, ReferenceTensor updates) {
    Indices from = new Indices(updates.shape());
    Indices to = new Indices(x.shape());
    double[] y = x.toDoubles();
    for (int i = 0; i < updates.size(); i++) {
      int[] index = gathered(from.at(i), op.axis(), op.batchAxes(), x.shape(), positions);
      y[to.position(index)] += updates.doubleAt(i);
    }
    return ReferenceTensor.own(x.shape(), y);
  }

  /**
   * Which element of x a gather puts at an index of its result. The index falls into three parts:
   * the axes of x before the gathered one, the axes of the positions that are not shared, and the
   * axes of x behind; the shared axes lead both x and the positions.
   */
  private static int[] gathered(
      int[] index, int axis, int batchAxes, Shape x, ReferenceTensor positions) {
    int own = positions.shape().rank() - batchAxes;
    int[] place = new int[positions.shape().rank()];
    System.arraycopy(index, 0, place, 0, batchAxes);
    System.arraycopy(index, axis, place, batchAxes, own);
    int at = positions.intAt(new Indices(positions.shape()).position(place));
    if (at < 0 || at >= x.dim(axis).size()) {
      throw new EngineException(
          "gather along axis " + axis + " of " + x, "positions inside of the axis", at);
    }
    int[] source = Arrays.copyOf(index, x.rank());
    source[axis] = at;
    System.arraycopy(index, axis + own, source, axis + 1, x.rank() - axis - 1);
    return source;
  }
}
