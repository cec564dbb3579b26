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
import io.concertina.ir.rewrite.Rewrites;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds functions that treat every row of a batch by itself: what they give for a row depends on
 * that row of the inputs and on nothing else of the batch, not even its size. So they may be run on
 * any division of the batch, with the same bits.
 *
 * <p>Every value is either rows or shared. Rows have the batch on one axis, alone or times a number
 * that says how often each row is cut; shared values are without the batch's size.
 */
public final class RowIndependence {

  /** In place of an axis: all sizes are fixed. */
  private static final int SHARED = -1;

  /** In place of an axis: neither rows nor shared. */
  private static final int MIXED = -2;

  private final String batch;

  private RowIndependence(String batch) {
    this.batch = batch;
  }

  /**
   * The named size whose rows are independent of each other; empty if there is none.
   *
   * @param function what is run, with its sizes still named
   */
  public static Optional<String> of(Function function) {
    Set<String> names = new TreeSet<>();
    for (Value input : function.parameters(Source.Kind.INPUT)) {
      input.shape().dims().forEach(dim -> names.addAll(dim.symbols()));
    }
    if (names.size() != 1 || !function.updates().isEmpty()) {
      return Optional.empty();
    }
    String name = names.iterator().next();
    RowIndependence rows = new RowIndependence(name);
    Function plain = Rewrites.inlineComposites(function, _ -> false);
    boolean inRows =
        function.parameters(Source.Kind.INPUT).stream()
                .allMatch(input -> rows.isShared(input) || rows.isOneRowEach(input))
            && plain.outputs().values().stream().allMatch(rows::isOneRowEach);
    return inRows && rows.staysInRow(plain) ? Optional.of(name) : Optional.empty();
  }

  private boolean isOneRowEach(Value value) {
    return axis(value) == 0 && value.shape().dim(0).factor() == 1;
  }

  private boolean staysInRow(Function function) {
    return function.nodes().stream().allMatch(this::isIndependent);
  }

  /** Where the batch is. */
  private int axis(Value value) {
    int axis = SHARED;
    for (int i = 0; i < value.shape().rank(); i++) {
      Dim dim = value.shape().dim(i);
      if (!dim.isFixed()) {
        axis = axis == SHARED && dim.symbols().equals(List.of(batch)) ? i : MIXED;
      }
    }
    return axis;
  }

  private boolean isShared(Value value) {
    return axis(value) == SHARED;
  }

  private boolean isRows(Value value) {
    return axis(value) >= 0;
  }

  private boolean isIndependent(Node node) {
    if (node.op() instanceof Source.DimSize) {
      return false;
    }
    if (node.op() instanceof Control.Scan scan) {
      return Stream.concat(node.operands().stream(), node.results().stream())
              .noneMatch(value -> axis(value) == MIXED)
          && staysInRow(scan.body());
    }
    if (node.operands().stream().allMatch(this::isShared)
        && node.results().stream().allMatch(this::isShared)) {
      return true;
    }
    return node.results().stream().allMatch(this::isRows) && staysInRow(node);
  }

  /** For a node whose results are rows. */
  private boolean staysInRow(Node node) {
    Op op = node.op();
    return switch (op) {
      case Source source ->
          source instanceof Source.Parameter parameter && parameter.kind() == Source.Kind.INPUT;
      case Elementwise _ -> keepsRows(node);
      case Reduction reduction -> reducesWithinRow(reduction, node);
      case Contraction.MatMul matMul -> multipliesRows(node, matMul);
      case Layout layout -> movesWithinRow(layout, node);
      case Windowed windowed -> slidesWithinRow(windowed, node);
      case Control _, Composite _ -> false;
    };
  }

  /** All operands and results have the batch on the same axis, cut alike. */
  private boolean keepsRows(Node node) {
    int axis = axis(node.result());
    Dim rows = node.result().shape().dim(axis);
    return node.operands().stream().allMatch(operand -> hasRows(operand, axis, rows));
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
        ? axis(left) == 0 && isShared(right) && !op.transposeLeft()
        : axis(left) == 0 && axis(right) == 0;
  }

  /** Images with a shared kernel, or without any. */
  private boolean slidesWithinRow(Windowed op, Node node) {
    return switch (op) {
      case Windowed.Conv _, Windowed.ConvInputGradient _ ->
          axis(node.operand(0)) == 0 && isShared(node.operand(1));
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
      case Layout.Reshape _ ->
          isRows(x) && reshapesWithinRow(x.shape(), node.result().shape(), axis);
      case Layout.Slice _, Layout.Pad _, Layout.Concat _ -> keepsRows(node);
      case Layout.Transpose(List<Integer> permutation) -> axis(x) == permutation.get(axis);
      case Layout.Broadcast(Shape shape) ->
          isShared(x) || (x.shape().rank() == shape.rank() && keepsRows(node));
      case Layout.Reverse(List<Integer> axes) -> keepsRows(node) && !axes.contains(axis);
      case Layout.Gather(int along, int batchAxes) ->
          batchAxes > 0
              ? axis == 0 && keepsRows(node)
              : axis == 0 && along > 0 && axis(x) == 0 && isShared(node.operand(1));
      case Layout.ScatterAdd(int _, int batchAxes) -> axis == 0 && batchAxes > 0 && keepsRows(node);
    };
  }

  /**
   * Elements of a row lie together on both sides: nothing but the batch and what is behind it
   * moves.
   */
  private boolean reshapesWithinRow(Shape from, Shape to, int axis) {
    List<Dim> before = to.dims().subList(0, axis);
    boolean together = axis < from.rank() && from.dims().subList(0, axis).equals(before);
    return together && from.dim(axis).symbols().equals(List.of(batch));
  }
}
