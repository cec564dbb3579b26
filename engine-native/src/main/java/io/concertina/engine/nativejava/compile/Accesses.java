package io.concertina.engine.nativejava.compile;

import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where the elements of each value of a function are found: operations that only rename positions
 * (reshapes, broadcasts, contiguous slices) become ways of reading another value and cost nothing.
 */
final class Accesses {

  private final Map<Value, Access> accesses = new HashMap<>();

  Accesses(Function function) {
    for (Node node : function.nodes()) {
      for (Value value : node.results()) {
        accesses.put(value, renamed(node).orElseGet(() -> Access.dense(value)));
      }
    }
  }

  Access of(Value value) {
    Access access = accesses.get(value);
    if (access == null) {
      throw new IllegalArgumentException(value + " is not of this function");
    }
    return access;
  }

  /** True if the value's elements lie side by side in its root. */
  boolean isDense(Value value) {
    return of(value).isDense(value.shape().size());
  }

  private Optional<Access> renamed(Node node) {
    return switch (node.op()) {
      case Elementwise.StopGradient _ -> Optional.of(of(node.operand(0)));
      case Elementwise.Cast cast when keepsStorage(node, cast) -> Optional.of(of(node.operand(0)));
      case Layout.Reshape _ -> Optional.of(of(node.operand(0)));
      case Layout.Transpose transpose when movesNothing(transpose, node.operand(0).shape()) ->
          Optional.of(of(node.operand(0)));
      case Layout.Broadcast broadcast -> broadcast(node.operand(0), broadcast.shape());
      case Layout.Slice slice -> slice(node.operand(0), slice);
      case Reduction.Sum sum when dropsNothing(sum.axes(), node.operand(0).shape()) ->
          Optional.of(of(node.operand(0)));
      case Op _ -> Optional.empty();
    };
  }

  /** Truth values are kept as the integers 0 and 1, so bool to i32 is the same storage. */
  private static boolean keepsStorage(Node node, Elementwise.Cast cast) {
    return cast.dtype() == node.operand(0).dtype()
        || (cast.dtype() == DType.I32 && node.operand(0).dtype() == DType.BOOL);
  }

  private static boolean movesNothing(Layout.Transpose transpose, Shape from) {
    List<Integer> moved =
        transpose.permutation().stream().filter(axis -> !from.dim(axis).isOne()).toList();
    return moved.equals(moved.stream().sorted().toList());
  }

  private static boolean dropsNothing(List<Integer> axes, Shape from) {
    return axes.stream().allMatch(axis -> from.dim(axis).isOne());
  }

  private Optional<Access> broadcast(Value operand, Shape to) {
    Access access = of(operand);
    if (access.isScalar()) {
      return Optional.of(access);
    }
    return isDense(operand) ? Access.broadcast(access, operand.shape(), to) : Optional.empty();
  }

  private Optional<Access> slice(Value operand, Layout.Slice slice) {
    return neighbours(operand, slice).or(() -> runs(operand, slice));
  }

  /** A part of one axis, which begins with runs that are long enough to be read one by one. */
  private Optional<Access> runs(Value operand, Layout.Slice slice) {
    Shape from = operand.shape();
    List<Integer> cut =
        IntStream.range(0, from.rank())
            .filter(axis -> !slice.shape().dim(axis).equals(from.dim(axis)))
            .boxed()
            .toList();
    if (!isDense(operand) || cut.size() != 1 || slice.shape().size() == 0) {
      return Optional.empty();
    }
    int axis = cut.getFirst();
    int inner = from.slice(axis + 1, from.rank()).size();
    int width = slice.shape().dim(axis).size() * inner;
    Access access = of(operand);
    int offset = access.offset() + slice.starts().get(axis) * inner;
    return width < Access.SHORTEST_RUN
        ? Optional.empty()
        : Optional.of(
            Access.runs(
                access.root(), offset, slice.shape().size(), width, from.dim(axis).size() * inner));
  }

  /** A box whose elements lie side by side: one position on leading axes, then whole axes. */
  private Optional<Access> neighbours(Value operand, Layout.Slice slice) {
    Shape from = operand.shape();
    int stride = 1;
    int offset = 0;
    boolean whole = true;
    for (int axis = from.rank() - 1; axis >= 0; axis--) {
      int kept = slice.shape().dim(axis).size();
      if (!whole && kept != 1) {
        return Optional.empty();
      }
      whole &= kept == from.dim(axis).size();
      offset += slice.starts().get(axis) * stride;
      stride *= from.dim(axis).size();
    }
    if (!isDense(operand) || slice.shape().size() == 0) {
      return Optional.empty();
    }
    Access access = of(operand);
    return Optional.of(
        new Access(access.root(), access.offset() + offset, 1, slice.shape().size()));
  }
}
