package io.concertina.ir.rewrite;

import io.concertina.ir.Composite;
import io.concertina.ir.Composites;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Value;
import java.util.List;

/** Fuses a loss with the activation that feeds it, looking through reshapes between the two. */
final class Stabilization extends Rebuild {

  @Override
  List<Value> replace(Node node, List<Value> operands) {
    if (node.op() instanceof Composite composite && composite.version() == 1) {
      Value source = operands.isEmpty() ? node.result() : unreshaped(operands.getFirst());
      boolean sigmoid = source.op() instanceof Elementwise.Sigmoid;
      if (composite.name().equals(Composites.BINARY_CROSS_ENTROPY) && sigmoid) {
        Value logits = logits(source, operands.getFirst());
        return List.of(Composites.binaryCrossEntropyWithLogits(ops(), logits, operands.get(1)));
      }
      if (composite.name().equals(Composites.CATEGORICAL_CROSS_ENTROPY)
          && isSoftmax(source, operands.getFirst())) {
        Value logits = logits(source, operands.getFirst());
        return List.of(
            Composites.categoricalCrossEntropyWithLogits(ops(), logits, operands.get(1)));
      }
    }
    return ops().emitAll(node.op(), operands);
  }

  private static Value unreshaped(Value value) {
    Value source = value;
    while (source.op() instanceof Layout.Reshape) {
      source = source.node().operand(0);
    }
    return source;
  }

  /** A softmax runs along the last axis, which the reshapes must have left alone. */
  private static boolean isSoftmax(Value source, Value probabilities) {
    return source.op() instanceof Composite composite
        && composite.version() == 1
        && composite.name().equals(Composites.SOFTMAX)
        && source.shape().last().equals(probabilities.shape().last());
  }

  private Value logits(Value activation, Value probabilities) {
    return ops().reshape(activation.node().operand(0), probabilities.shape());
  }
}
