package io.concertina.engine.nativejava.compile;

import io.concertina.engine.nativejava.plan.product.MatMulStep;
import io.concertina.ir.Contraction;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.List;

/**
 * A matrix product. Transpositions before it are folded into its factors.
 *
 * @param node the operation
 * @param left the left factor
 * @param right the right factor
 */
record Product(Node node, Factor left, Factor right) implements Head {

  /**
   * A factor of a matrix product.
   *
   * @param value the stored matrix
   * @param transposed the factor is its transpose
   */
  record Factor(Value value, boolean transposed) {}

  static Product of(Node node, Contraction.MatMul op) {
    return new Product(
        node,
        factor(node.operand(0), op.transposeLeft()),
        factor(node.operand(1), op.transposeRight()));
  }

  private static Factor factor(Value value, boolean transposed) {
    if (value.op() instanceof Layout.Transpose transpose && swapsLastTwo(transpose)) {
      return factor(value.node().operand(0), !transposed);
    }
    return new Factor(value, transposed);
  }

  private static boolean swapsLastTwo(Layout.Transpose transpose) {
    List<Integer> permutation = transpose.permutation();
    int rank = permutation.size();
    for (int axis = 0; axis < rank - 2; axis++) {
      if (permutation.get(axis) != axis) {
        return false;
      }
    }
    return rank >= 2 && permutation.get(rank - 1) == rank - 2;
  }

  @Override
  public List<Value> operands() {
    return List.of(left.value(), right.value());
  }

  @Override
  public boolean mayBeTile() {
    return node.result().shape().rank() == 2;
  }

  /** Shapes and transposes. */
  MatMulStep.Sizes sizes() {
    Shape c = node.result().shape();
    int inner = left.value().shape().dim(left.transposed() ? -2 : -1).size();
    return new MatMulStep.Sizes(
        left.transposed(),
        right.transposed(),
        c.slice(0, c.rank() - 2).size(),
        c.dim(-2).size(),
        c.dim(-1).size(),
        inner);
  }
}
