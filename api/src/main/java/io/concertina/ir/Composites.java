package io.concertina.ir;

import java.util.List;
import java.util.Map;

/**
 * The composites that more than one plugin needs. A plugin defines its own with {@link
 * Ops#composite}.
 */
public final class Composites {

  private Composites() {}

  /** max(x, 0) with derivative 0 at 0. Composite {@code relu}. */
  public static Value relu(Ops ops, Value x) {
    return ops.composite(
        "relu",
        Map.of(),
        List.of(x),
        (o, in) -> {
          Value zero = o.constantLike(in.getFirst(), 0);
          return o.select(o.lt(zero, in.getFirst()), in.getFirst(), zero);
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
        "softmax",
        Map.of("axis", -1),
        List.of(x),
        (o, in) -> {
          Value exp = o.exp(shifted(o, in.getFirst()));
          return o.div(exp, o.expand(o.sum(exp, -1), -1));
        });
  }

  /** x - ln Σ eˣ along the last axis, shifted by the maximum. Composite {@code log_softmax}. */
  public static Value logSoftmax(Ops ops, Value x) {
    return ops.composite(
        "log_softmax",
        Map.of("axis", -1),
        List.of(x),
        (o, in) -> {
          Value shifted = shifted(o, in.getFirst());
          return o.sub(shifted, o.expand(o.log(o.sum(o.exp(shifted), -1)), -1));
        });
  }

  /** The shift changes neither result nor gradient, so no gradient passes through the maximum. */
  private static Value shifted(Ops ops, Value x) {
    return ops.sub(x, ops.expand(ops.stopGradient(ops.reduceMax(x, -1)), -1));
  }

  /** x². */
  public static Value square(Ops ops, Value x) {
    return ops.mul(x, x);
  }
}
