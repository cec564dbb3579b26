package io.concertina.plugin.standard.likelihood;

import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.loss.Likelihood;
import io.concertina.plugin.standard.classes.ClassNumbers;

/**
 * Categorical distribution: -ln p = ln Σ e^x - x_c in nats per sample of a class c, for logits x
 * along the last axis, which the decoder gives; it does not overflow. The reconstruction is the
 * probability of each class, e^x / Σ e^x.
 *
 * <p>Shapes: logits [batch, ..., classes]; the target is a distribution over the classes of the
 * same shape, f32, and joins its last axis, [batch, ...], or the classes' numbers, i32 [batch, ...]
 * or [batch, ..., 1], and keeps its shape. A number that is no class has -ln p = 0.
 *
 * <p>Source: C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, section 4.3.4.
 */
record Categorical() implements Likelihood {
  @Override
  public Shape parameters(Shape sample) {
    return sample;
  }

  @Override
  public Value reconstruction(Ops ops, Value parameters) {
    return Composites.softmax(ops, parameters);
  }

  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    if (!ClassNumbers.in(target)) {
      return Composites.categoricalCrossEntropyWithLogits(ops, prediction, target);
    }
    Value classes = ClassNumbers.oneHot(ops, prediction, target);
    Value losses = Composites.categoricalCrossEntropyWithLogits(ops, prediction, classes);
    return ops.reshape(losses, target.shape());
  }
}
