package io.concertina.plugin.standard.score;

import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.score.ScoreScope;
import io.concertina.score.Scored;
import java.util.Optional;
import java.util.stream.IntStream;

/** Means over the observed elements of a row. */
final class Means {

  private Means() {}

  /** Σ e / n, to which each element adds e / n; elements that are missing are 0. */
  static Scored scored(ScoreScope scope, Value elements) {
    Value score = of(scope, elements);
    Value count = scope.observed();
    for (int axis = 1; axis < elements.shape().rank(); axis++) {
      count = scope.ops().expand(count, -1);
    }
    return new Scored(score, Optional.of(scope.ops().div(elements, count)));
  }

  /** Σ e / n. */
  static Value of(ScoreScope scope, Value elements) {
    int[] axes = IntStream.range(1, elements.shape().rank()).toArray();
    return scope.ops().div(scope.ops().sum(elements, axes), scope.observed());
  }

  /** [batch, ...] as [batch, elements of a row]. */
  static Value rows(Ops ops, Value x) {
    Dim elements = x.shape().slice(1, x.shape().rank()).elements();
    return ops.reshape(x, Shape.of(x.shape().dim(0), elements));
  }
}
