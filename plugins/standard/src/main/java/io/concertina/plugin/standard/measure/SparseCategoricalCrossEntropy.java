package io.concertina.plugin.standard.measure;

import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.loss.Loss;
import io.concertina.plugin.standard.classes.ClassNumbers;

/**
 * -ln p_c in nats per sample of class c, for probabilities p along the last axis; for labels.
 *
 * <p>Shapes: p [batch, ..., classes], the target's class numbers i32 [batch, ...] or [batch, ...,
 * 1], whose shape the result has. On the output of a softmax it is computed from the logits,
 * without overflow. Otherwise p is at least 1e-7. A number that is no class has loss 0, so that a
 * row without a label may have any number out of range.
 */
record SparseCategoricalCrossEntropy() implements Loss {
  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    Value classes = ClassNumbers.oneHot(ops, prediction, target);
    Value losses = Composites.categoricalCrossEntropy(ops, prediction, classes);
    return ops.reshape(losses, target.shape());
  }
}
