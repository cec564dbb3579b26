package io.concertina.ir.rewrite;

import io.concertina.ir.Contraction;
import io.concertina.ir.Layout;
import io.concertina.ir.Value;
import java.util.List;
import java.util.Optional;

/** A matrix product reads a transposed operand as it lies. */
final class ContractionIdentities {

  private ContractionIdentities() {}

  static Optional<Value> simpler(Contraction op, List<Value> operands, Emitter e) {
    return switch (op) {
      case Contraction.MatMul matMul -> matMul(matMul, operands.get(0), operands.get(1), e);
    };
  }

  private static Optional<Value> matMul(Contraction.MatMul op, Value left, Value right, Emitter e) {
    boolean turnLeft = isTransposedMatrix(left);
    boolean turnRight = isTransposedMatrix(right);
    if (!turnLeft && !turnRight) {
      return Optional.empty();
    }
    return Optional.of(
        e.emit(
            new Contraction.MatMul(op.transposeLeft() ^ turnLeft, op.transposeRight() ^ turnRight),
            turnLeft ? left.node().operand(0) : left,
            turnRight ? right.node().operand(0) : right));
  }

  /** True for a transpose of the last two axes alone. */
  private static boolean isTransposedMatrix(Value value) {
    if (!(value.op() instanceof Layout.Transpose transpose)) {
      return false;
    }
    List<Integer> permutation = transpose.permutation();
    int rank = permutation.size();
    for (int axis = 0; axis < rank - 2; axis++) {
      if (permutation.get(axis) != axis) {
        return false;
      }
    }
    return permutation.get(rank - 2) == rank - 1;
  }
}
