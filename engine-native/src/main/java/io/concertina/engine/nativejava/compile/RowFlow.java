package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.Control;
import io.concertina.ir.Dim;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Follows the rows of a batch through a function.
 *
 * <p>Every value is either rows or shared. Rows have the batch on one axis, alone or times a number
 * that says how often each row is cut; shared values are without the batch's size. Where a row is
 * cut, its pieces lie together (2 rows in 3 pieces each: 000111), or all first pieces come first,
 * as where time is merged with the batch (010101), or anything between: the batch <em>repeats</em>
 * once, three times, or a divisor of it.
 */
final class RowFlow {

  /** In place of an axis: all sizes are fixed. */
  private static final int SHARED = -1;

  /** In place of an axis: neither rows nor shared. */
  private static final int MIXED = -2;

  /** In place of repeats: the same in all rows and pieces. */
  private static final int ANY = 0;

  private final String batch;

  /** How often the batch repeats on its axis, by value; once where nothing is noted. */
  private final Map<Value, Integer> repeats = new HashMap<>();

  /** A flow of the rows that a named size counts. */
  RowFlow(String batch) {
    this.batch = batch;
  }

  /** True if all nodes of a function treat every row by itself. */
  boolean staysInRow(Function function) {
    return function.nodes().stream().allMatch(this::isIndependent);
  }

  /** Where the batch is. */
  int axis(Value value) {
    int axis = SHARED;
    for (int i = 0; i < value.shape().rank(); i++) {
      Dim dim = value.shape().dim(i);
      if (!dim.isFixed()) {
        axis = axis == SHARED && dim.symbols().equals(List.of(batch)) ? i : MIXED;
      }
    }
    return axis;
  }

  /** True if a value is without the batch's size. */
  boolean isShared(Value value) {
    return axis(value) == SHARED;
  }

  private boolean isRows(Value value) {
    return axis(value) >= 0;
  }

  /** True if a node treats every row by itself. Its operands must have been asked for before. */
  boolean isIndependent(Node node) {
    if (node.op() instanceof Source.DimSize) {
      return false;
    }
    if (node.op() instanceof Control.Scan scan) {
      return Stream.concat(node.operands().stream(), node.results().stream())
              .noneMatch(value -> axis(value) == MIXED || repeats(value) > 1)
          && staysInRow(scan.body());
    }
    if (node.operands().stream().allMatch(this::isShared)
        && node.results().stream().allMatch(this::isShared)) {
      return true;
    }
    return node.results().stream().allMatch(this::isRows) && staysInRow(node);
  }

  /** True if a node adds up something of every row, and its results are shared. */
  boolean addsUp(Node node) {
    return node.results().stream().allMatch(this::isShared)
        && switch (node.op()) {
          case Reduction.Sum(List<Integer> axes) -> axes.contains(axis(node.operand(0)));
          case Contraction.MatMul op ->
              node.operand(0).shape().rank() == 2
                  && meet(node, op.transposeLeft() ? 0 : 1, op.transposeRight() ? 1 : 0);
          case Windowed.ConvKernelGradient _ -> meet(node, 0, 0);
          default -> false;
        };
  }

  /** True if two operands have the same rows on these axes. */
  private boolean meet(Node node, int left, int right) {
    Value x = node.operand(0);
    Value y = node.operand(1);
    return axis(x) == left
        && axis(y) == right
        && x.shape().dim(left).equals(y.shape().dim(right))
        && (repeats(x) == repeats(y) || repeats(x) == ANY || repeats(y) == ANY);
  }

  private int repeats(Value value) {
    return repeats.getOrDefault(value, 1);
  }

  /** Notes for the result of a node; true. */
  private boolean repeat(Node node, int times) {
    Value result = node.result();
    if (result.shape().dim(axis(result)).factor() > 1 && times != 1) {
      repeats.put(result, times);
    }
    return true;
  }

  /** The result of a node repeats as an operand does; true. */
  private boolean repeatsAs(Node node, Value operand) {
    return repeat(node, repeats(operand));
  }

  /** For a node whose results are rows. */
  private boolean staysInRow(Node node) {
    Op op = node.op();
    return switch (op) {
      case Source source ->
          source instanceof Source.Parameter parameter && parameter.kind() == Source.Kind.INPUT;
      case Elementwise _ -> keepsRows(node);
      case Reduction reduction ->
          reducesWithinRow(reduction, node) && repeatsAs(node, node.operand(0));
      case Contraction.MatMul matMul -> multipliesRows(node, matMul);
      case Layout layout -> movesWithinRow(layout, node);
      case Windowed windowed -> slidesWithinRow(windowed, node);
      case Composite composite ->
          keepsRows(node)
              && node.operands().stream().allMatch(operand -> repeats(operand) == 1)
              && composite.bodies().stream().allMatch(this::staysInRow);
      case Control _ -> false;
    };
  }

  /** All operands and results have the batch on the same axis, cut alike. */
  private boolean keepsRows(Node node) {
    int axis = axis(node.result());
    Dim rows = node.result().shape().dim(axis);
    List<Integer> times =
        node.operands().stream().map(this::repeats).filter(n -> n != ANY).distinct().toList();
    return times.size() <= 1
        && node.operands().stream().allMatch(operand -> hasRows(operand, axis, rows))
        && repeat(node, times.isEmpty() ? ANY : times.getFirst());
  }

  private boolean hasRows(Value value, int axis, Dim rows) {
    return axis(value) == axis && value.shape().dim(axis).equals(rows);
  }

  private boolean reducesWithinRow(Reduction reduction, Node node) {
    int axis = axis(node.operand(0));
    boolean touchesRows =
        switch (reduction) {
          case Reduction.Sum(List<Integer> axes) -> axes.contains(axis);
          case Reduction.ReduceMax(List<Integer> axes) -> axes.contains(axis);
          case Reduction.ReduceMin(List<Integer> axes) -> axes.contains(axis);
          case Reduction.ArgMax(int along) -> along == axis;
          case Reduction.CumSum(int along, boolean _) -> along == axis;
          case Reduction.TopK _ -> axis == node.operand(0).shape().rank() - 1;
        };
    return axis >= 0 && !touchesRows;
  }

  /** Rows times a shared matrix, or a product per row. */
  private boolean multipliesRows(Node node, Contraction.MatMul op) {
    Value left = node.operand(0);
    Value right = node.operand(1);
    return left.shape().rank() == 2
        ? axis(left) == 0 && isShared(right) && !op.transposeLeft() && repeatsAs(node, left)
        : axis(left) == 0 && axis(right) == 0 && keepsRows(node);
  }

  /** Images with a shared kernel, or without any. */
  private boolean slidesWithinRow(Windowed op, Node node) {
    return switch (op) {
      case Windowed.Conv _, Windowed.ConvInputGradient _ ->
          axis(node.operand(0)) == 0
              && isShared(node.operand(1))
              && repeatsAs(node, node.operand(0));
      case Windowed.ConvKernelGradient _ -> false;
      case Windowed.MaxPool _,
          Windowed.MaxPoolGradient _,
          Windowed.MaxPoolPick _,
          Windowed.AvgPool _,
          Windowed.AvgPoolGradient _ ->
          axis(node.result()) == 0 && keepsRows(node);
    };
  }

  private boolean movesWithinRow(Layout layout, Node node) {
    Value x = node.operand(0);
    int axis = axis(node.result());
    return switch (layout) {
      case Layout.Reshape _ -> isRows(x) && reshapesRows(node, x);
      case Layout.Slice _, Layout.Pad _, Layout.Concat _ -> keepsRows(node);
      case Layout.Transpose(List<Integer> permutation) ->
          axis(x) == permutation.get(axis) && repeatsAs(node, x);
      case Layout.Broadcast(Shape shape) ->
          isShared(x) ? repeat(node, ANY) : x.shape().rank() == shape.rank() && keepsRows(node);
      case Layout.Reverse(List<Integer> axes) -> keepsRows(node) && !axes.contains(axis);
      case Layout.Gather(int along, int batchAxes) ->
          batchAxes > 0
              ? axis == 0 && keepsRows(node)
              : axis == 0
                  && along > 0
                  && axis(x) == 0
                  && isShared(node.operand(1))
                  && repeatsAs(node, x);
      case Layout.ScatterAdd(int _, int batchAxes) -> axis == 0 && batchAxes > 0 && keepsRows(node);
    };
  }

  /** A reshape leaves all elements where they are, so the batch repeats in them as before. */
  private boolean reshapesRows(Node node, Value x) {
    Value y = node.result();
    int outer = repeats(x) * x.shape().slice(0, axis(x)).size();
    int before = y.shape().slice(0, axis(y)).size();
    int times = before == 0 || outer % before != 0 ? ANY : outer / before;
    return times != ANY && y.shape().dim(axis(y)).factor() % times == 0 && repeat(node, times);
  }
}
