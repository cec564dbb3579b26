package io.concertina.ir.rewrite;

import io.concertina.ir.Composite;
import io.concertina.ir.Composites;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Value;
import java.util.List;
import java.util.Optional;

/** Fuses a loss with the activation that feeds it, looking through reshapes between the two. */
final class Stabilization extends Rebuild {

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    return fused(node.op(), operands)
        .map(List::of)
        .orElseGet(() -> ops().emitAll(node.op(), operands));
  }

  private Optional<Value> fused(Op op, List<Value> operands) {
    if (!(op instanceof Composite loss) || loss.version() != 1 || operands.size() != 2) {
      return Optional.empty();
    }
    Value probabilities = operands.get(0);
    Value targets = operands.get(1);
    Value activation = unreshaped(probabilities);
    if (loss.name().equals(Composites.BINARY_CROSS_ENTROPY)
        && activation.op() instanceof Elementwise.Sigmoid) {
      Value logits = logits(activation, probabilities);
      return Optional.of(Composites.binaryCrossEntropyWithLogits(ops(), logits, targets));
    }
    if (loss.name().equals(Composites.CATEGORICAL_CROSS_ENTROPY)
        && isSoftmax(activation, probabilities)) {
      Value logits = logits(activation, probabilities);
      return Optional.of(Composites.categoricalCrossEntropyWithLogits(ops(), logits, targets));
    }
    return Optional.empty();
  }

  private static Value unreshaped(Value value) {
    Value source = value;
    while (source.op() instanceof Layout.Reshape) {
      source = source.node().operand(0);
    }
    return source;
  }

  /** A softmax runs along the last axis, which the reshapes must have left alone. */
  private static boolean isSoftmax(Value activation, Value probabilities) {
    return Composites.isSoftmax(activation.op())
        && activation.shape().last().equals(probabilities.shape().last());
  }

  private Value logits(Value activation, Value probabilities) {
    return ops().reshape(activation.node().operand(0), probabilities.shape());
  }
}
