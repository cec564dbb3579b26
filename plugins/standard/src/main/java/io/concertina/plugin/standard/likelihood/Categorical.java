package io.concertina.plugin.standard.likelihood;

import io.concertina.data.StreamSpec;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.loss.Likelihood;
import io.concertina.plugin.standard.classes.ClassNumbers;
import java.util.Arrays;

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

  /** Of whole numbers, the logits of each class behind their axes. */
  @Override
  public Shape parameters(StreamSpec stream) {
    if (stream.kind() != StreamSpec.Kind.I32) {
      return stream.shape();
    }
    int[] sizes = Arrays.copyOf(stream.shape().sizes(), stream.shape().rank() + 1);
    sizes[stream.shape().rank()] = stream.classes();
    return Shape.of(sizes);
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
    Value picked = ClassNumbers.pick(ops, Composites.logSoftmax(ops, prediction), target);
    return ops.reshape(ops.neg(picked), target.shape());
  }
}
