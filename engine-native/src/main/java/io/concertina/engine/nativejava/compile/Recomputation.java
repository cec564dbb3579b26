package io.concertina.engine.nativejava.compile;

import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Node;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds values that every user had better compute for itself: comparisons of a number with a
 * constant, the masks of activations. One instruction is cheaper than an array of truth values that
 * is written in the forward pass and read in the backward pass.
 */
final class Recomputation {

  private final Set<Value> recomputed = new HashSet<>();

  Recomputation(Accesses accesses, Demand demand) {
    for (Node node : demand.work()) {
      if (isComparison(node) && comparesWithConstant(node, accesses)) {
        recomputed.add(node.result());
      }
    }
    demand.work().forEach(node -> keepWhatIsReadOtherwise(node, accesses, demand));
    demand.results().forEach(result -> recomputed.remove(accesses.of(result).root()));
  }

  /** Only an elementwise operation that takes the value as it is can compute it on the way. */
  private void keepWhatIsReadOtherwise(Node user, Accesses accesses, Demand demand) {
    boolean elementwise = user.op() instanceof Elementwise && !demand.isCopied(user.result());
    for (Value operand : user.operands()) {
      Value root = accesses.of(operand).root();
      if (!elementwise || root != operand) {
        recomputed.remove(root);
      }
    }
  }

  /** True if the value is nowhere stored. */
  boolean isRecomputed(Value value) {
    return recomputed.contains(value);
  }

  private static boolean isComparison(Node node) {
    boolean compares =
        node.op() instanceof Elementwise.Le
            || node.op() instanceof Elementwise.Lt
            || node.op() instanceof Elementwise.Eq;
    return compares && node.operand(0).dtype() == DType.F32;
  }

  private static boolean comparesWithConstant(Node node, Accesses accesses) {
    Access threshold = accesses.of(node.operand(1));
    return accesses.of(node.operand(0)).isDense(node.result().shape().size())
        && threshold.isScalar()
        && threshold.root().op() instanceof Source.Constant;
  }
}
