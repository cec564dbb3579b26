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
import io.concertina.ir.rewrite.Rewrites;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds functions that treat every row of a batch by itself: what they give for a row depends on
 * that row of the inputs and on nothing else of the batch, not even its size. So they may be run on
 * any division of the batch, with the same bits.
 *
 * <p>Every value is either rows, of shape [batch, ...], or shared and without the batch's size.
 */
public final class RowIndependence {

  private final Dim batch;

  private RowIndependence(Dim batch) {
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
    RowIndependence rows = new RowIndependence(Dim.named(name));
    Function plain = Rewrites.inlineComposites(function, _ -> false);
    boolean independent =
        plain.nodes().stream().allMatch(rows::isIndependent)
            && plain.outputs().values().stream().allMatch(rows::isRows);
    return independent ? Optional.of(name) : Optional.empty();
  }

  private boolean isRows(Value value) {
    Shape shape = value.shape();
    return shape.rank() > 0 && shape.dim(0).equals(batch) && shape.slice(1, shape.rank()).isFixed();
  }

  private static boolean isShared(Value value) {
    return value.shape().isFixed();
  }

  private boolean isIndependent(Node node) {
    if (node.op() instanceof Source.DimSize) {
      return false;
    }
    if (node.operands().stream().allMatch(RowIndependence::isShared)
        && node.results().stream().allMatch(RowIndependence::isShared)) {
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
      case Elementwise _ -> allRows(node);
      case Reduction reduction -> allRows(node) && reducesWithinRow(reduction, node);
      case Contraction.MatMul matMul -> multipliesRows(node, matMul);
      case Layout layout -> movesWithinRow(layout, node);
      case Control _, Composite _ -> false;
    };
  }

  private boolean allRows(Node node) {
    return node.operands().stream().allMatch(this::isRows);
  }

  private static boolean reducesWithinRow(Reduction reduction, Node node) {
    return switch (reduction) {
      case Reduction.Sum(List<Integer> axes) -> !axes.contains(0);
      case Reduction.ReduceMax(List<Integer> axes) -> !axes.contains(0);
      case Reduction.ReduceMin(List<Integer> axes) -> !axes.contains(0);
      case Reduction.ArgMax(int axis) -> axis != 0;
      case Reduction.CumSum(int axis, boolean _) -> axis != 0;
      case Reduction.TopK _ -> node.operand(0).shape().rank() > 1;
    };
  }

  /** Rows times a shared matrix, or a product per row. */
  private boolean multipliesRows(Node node, Contraction.MatMul op) {
    Value left = node.operand(0);
    Value right = node.operand(1);
    boolean matrix = left.shape().rank() == 2;
    return matrix
        ? isRows(left) && isShared(right) && !op.transposeLeft()
        : isRows(left) && isRows(right);
  }

  private boolean movesWithinRow(Layout layout, Node node) {
    return switch (layout) {
      case Layout.Reshape _, Layout.Slice _, Layout.Pad _ -> allRows(node);
      case Layout.Transpose(List<Integer> permutation) ->
          allRows(node) && permutation.getFirst() == 0;
      case Layout.Broadcast(Shape shape) ->
          isShared(node.operand(0)) || node.operand(0).shape().rank() == shape.rank();
      case Layout.Concat(int axis) -> allRows(node) && axis != 0;
      case Layout.Reverse(List<Integer> axes) -> allRows(node) && !axes.contains(0);
      case Layout.Gather(int _, int batchAxes) -> allRows(node) && batchAxes > 0;
      case Layout.ScatterAdd(int _, int batchAxes) -> allRows(node) && batchAxes > 0;
    };
  }
}
