package io.concertina.ir;

import io.concertina.ShapeException;
import java.util.List;
import java.util.Map;

/**
 * The composites that more than one plugin needs; those of recurrent layers are {@link Cells}. A
 * plugin defines its own with {@link Ops#composite}.
 */
public final class Composites {

  /** Name of {@link #softmax}. */
  public static final String SOFTMAX = "softmax";

  /** Name of {@link #logSoftmax}. */
  public static final String LOG_SOFTMAX = "log_softmax";

  /** Name of {@link #binaryCrossEntropy}. */
  public static final String BINARY_CROSS_ENTROPY = "binary_cross_entropy";

  /** Name of {@link #binaryCrossEntropyWithLogits}. */
  public static final String BINARY_CROSS_ENTROPY_WITH_LOGITS = "binary_cross_entropy_with_logits";

  /** Name of {@link #categoricalCrossEntropy}. */
  public static final String CATEGORICAL_CROSS_ENTROPY = "categorical_cross_entropy";

  /** Name of {@link #categoricalCrossEntropyWithLogits}. */
  public static final String CATEGORICAL_CROSS_ENTROPY_WITH_LOGITS =
      "categorical_cross_entropy_with_logits";

  private static final Map<String, Object> LAST_AXIS = Map.of("axis", -1);

  /** Distance that the clipped probabilities keep from 0 and 1. */
  private static final double CLIP = 1e-7;

  private Composites() {}

  /** max(x, 0) with derivative 0 at 0; NaN stays NaN. Composite {@code relu}. */
  public static Value relu(Ops ops, Value x) {
    return ops.composite(
        "relu",
        Map.of(),
        List.of(x),
        (o, in) -> {
          Value zero = o.constantLike(in.getFirst(), 0);
          return o.select(o.le(in.getFirst(), zero), zero, in.getFirst());
        });
  }

  /**
   * ln(1 + eˣ) = max(x, 0) + ln(1 + e^-|x|), which does not overflow. Composite {@code softplus}.
   */
  public static Value softplus(Ops ops, Value x) {
    return ops.composite(
        "softplus",
        Map.of(),
        List.of(x),
        (o, in) -> {
          Value v = in.getFirst();
          Value positive = o.max(v, o.constantLike(v, 0));
          return o.add(positive, o.log1p(o.exp(o.neg(o.abs(v)))));
        });
  }

  /** eˣ / Σ eˣ along the last axis, shifted by the maximum. Composite {@code softmax}. */
  public static Value softmax(Ops ops, Value x) {
    return ops.composite(
        SOFTMAX,
        LAST_AXIS,
        List.of(x),
        (o, in) -> {
          Value exp = o.exp(shifted(o, in.getFirst()));
          return o.div(exp, o.expand(o.sum(exp, -1), -1));
        });
  }

  /** x - ln Σ eˣ along the last axis, shifted by the maximum. Composite {@code log_softmax}. */
  public static Value logSoftmax(Ops ops, Value x) {
    return ops.composite(
        LOG_SOFTMAX,
        LAST_AXIS,
        List.of(x),
        (o, in) -> {
          Value shifted = shifted(o, in.getFirst());
          return o.sub(shifted, o.expand(o.log(o.sum(o.exp(shifted), -1)), -1));
        });
  }

  /**
   * True for {@link #softmax}, whose name alone does not tell it: another version or axis is
   * another operation, which only its body defines.
   */
  public static boolean isSoftmax(Op op) {
    return isAlongLastAxis(SOFTMAX, op);
  }

  /** True for {@link #logSoftmax}; see {@link #isSoftmax}. */
  public static boolean isLogSoftmax(Op op) {
    return isAlongLastAxis(LOG_SOFTMAX, op);
  }

  private static boolean isAlongLastAxis(String name, Op op) {
    return op instanceof Composite composite
        && composite.name().equals(name)
        && composite.version() == 1
        && composite.attributes().equals(LAST_AXIS);
  }

  /** The shift changes neither result nor gradient, so no gradient passes through the maximum. */
  private static Value shifted(Ops ops, Value x) {
    return ops.sub(x, ops.expand(ops.stopGradient(ops.reduceMax(x, -1)), -1));
  }

  /**
   * Binary cross-entropy -(t ln p + (1 - t) ln(1 - p)) in nats per element, with p clipped to
   * [1e-7, 1 - 1e-7], where it has gradient 0 beyond. Composite {@code binary_cross_entropy}.
   *
   * <p>Where p is a sigmoid, the rewrite {@code stabilize} replaces it by {@link
   * #binaryCrossEntropyWithLogits}.
   *
   * @param p probabilities
   * @param t targets in [0, 1], of the shape of p
   */
  public static Value binaryCrossEntropy(Ops ops, Value p, Value t) {
    return ops.composite(
        BINARY_CROSS_ENTROPY,
        Map.of(),
        sameShape(ops, BINARY_CROSS_ENTROPY, p, t),
        (o, in) -> {
          Value low = o.constantLike(in.get(0), CLIP);
          Value clipped = o.min(o.max(in.get(0), low), o.constantLike(in.get(0), 1 - CLIP));
          Value hit = o.mul(in.get(1), o.log(clipped));
          Value miss = o.sub(o.constantLike(in.get(1), 1), in.get(1));
          return o.neg(o.add(hit, o.mul(miss, o.log1p(o.neg(clipped)))));
        });
  }

  /**
   * Binary cross-entropy of p = sigmoid(x): max(x, 0) - x t + ln(1 + e^-|x|), in nats per element.
   * Composite {@code binary_cross_entropy_with_logits}.
   *
   * @param x logits
   * @param t targets in [0, 1], of the shape of x
   */
  public static Value binaryCrossEntropyWithLogits(Ops ops, Value x, Value t) {
    return ops.composite(
        BINARY_CROSS_ENTROPY_WITH_LOGITS,
        Map.of(),
        sameShape(ops, BINARY_CROSS_ENTROPY_WITH_LOGITS, x, t),
        (o, in) -> {
          Value logits = in.get(0);
          Value linear = o.sub(o.max(logits, o.constantLike(logits, 0)), o.mul(logits, in.get(1)));
          return o.add(linear, o.log1p(o.exp(o.neg(o.abs(logits)))));
        });
  }

  /**
   * Categorical cross-entropy -Σ t ln p along the last axis, which is dropped, in nats, with p at
   * least 1e-7. Composite {@code categorical_cross_entropy}.
   *
   * <p>Where p is a {@link #softmax}, the rewrite {@code stabilize} replaces it by {@link
   * #categoricalCrossEntropyWithLogits}.
   *
   * @param p probabilities [..., classes]
   * @param t target distribution, of the shape of p
   */
  public static Value categoricalCrossEntropy(Ops ops, Value p, Value t) {
    return ops.composite(
        CATEGORICAL_CROSS_ENTROPY,
        LAST_AXIS,
        sameShape(ops, CATEGORICAL_CROSS_ENTROPY, p, t),
        (o, in) -> {
          Value clipped = o.max(in.get(0), o.constantLike(in.get(0), CLIP));
          return o.neg(o.sum(o.mul(in.get(1), o.log(clipped)), -1));
        });
  }

  /**
   * Categorical cross-entropy of p = softmax(x): -Σ t log_softmax(x) along the last axis, which is
   * dropped, in nats. Composite {@code categorical_cross_entropy_with_logits}.
   *
   * @param x logits [..., classes]
   * @param t target distribution, of the shape of x
   */
  public static Value categoricalCrossEntropyWithLogits(Ops ops, Value x, Value t) {
    return ops.composite(
        CATEGORICAL_CROSS_ENTROPY_WITH_LOGITS,
        LAST_AXIS,
        sameShape(ops, CATEGORICAL_CROSS_ENTROPY_WITH_LOGITS, x, t),
        (o, in) -> o.neg(o.sum(o.mul(in.get(1), logSoftmax(o, in.get(0))), -1)));
  }

  /** A prediction and a target that would only broadcast are almost always a mistake. */
  private static List<Value> sameShape(Ops ops, String name, Value prediction, Value target) {
    if (!prediction.shape().equals(target.shape())) {
      String where = ops.scope().isEmpty() ? name : ops.scope() + "/" + name;
      throw new ShapeException(where, "targets " + prediction.shape(), target.shape());
    }
    return List.of(prediction, target);
  }

  /** x². */
  public static Value square(Ops ops, Value x) {
    return ops.mul(x, x);
  }
}
