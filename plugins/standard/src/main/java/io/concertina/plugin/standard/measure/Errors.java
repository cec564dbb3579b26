package io.concertina.plugin.standard.measure;

import io.concertina.ShapeException;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.metric.Comparison;

/** What measures of a reconstruction are made of. */
final class Errors {

  private Errors() {}

  /** prediction - target, of equal shapes: two that would only broadcast are a mistake. */
  static Value of(Ops ops, Value prediction, Value target) {
    requireEqualShapes(ops, prediction, target);
    return ops.sub(prediction, target);
  }

  static void requireEqualShapes(Ops ops, Value prediction, Value target) {
    if (!prediction.shape().equals(target.shape())) {
      String where = ops.scope().isEmpty() ? "measure" : ops.scope();
      throw new ShapeException(where, "a target " + prediction.shape(), target.shape());
    }
  }

  /** A value of the target's shape with 0 where the target is missing or its row counts nothing. */
  static Value observed(Comparison comparison, Value x) {
    Ops ops = comparison.ops();
    if (comparison.weights().isEmpty()) {
      return x;
    }
    Value weights = comparison.weights().get();
    Value counted = ops.lt(ops.constantLike(weights, 0), weights);
    return ops.select(counted, x, ops.constantLike(x, 0));
  }

  /** A comparison whose target is 0 where {@link #observed} is. */
  static Comparison withObservedTarget(Comparison comparison) {
    Value target = observed(comparison, comparison.target());
    return new Comparison(comparison.ops(), comparison.prediction(), target, comparison.weights());
  }

  /** A comparison that is 0 on both sides where {@link #observed} is. */
  static Comparison observed(Comparison comparison) {
    requireEqualShapes(comparison.ops(), comparison.prediction(), comparison.target());
    return new Comparison(
        comparison.ops(),
        observed(comparison, comparison.prediction()),
        observed(comparison, comparison.target()),
        comparison.weights());
  }

  /** [batch, ...] as [batch, elements of a sample]. */
  static Value rows(Ops ops, Value x) {
    Dim elements = x.shape().slice(1, x.shape().rank()).elements();
    return ops.reshape(x, Shape.of(x.shape().dim(0), elements));
  }
}
