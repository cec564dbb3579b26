package io.concertina.plugin.standard.likelihood;

import io.concertina.ShapeException;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;

/** What stands opposite the parameters of a distribution. */
final class Targets {

  private Targets() {}

  /** target - location, of equal shapes: two that would only broadcast are a mistake. */
  static Value deviation(Ops ops, Value location, Value target) {
    requireShapeOf(ops, location, target);
    return ops.sub(target, location);
  }

  static void requireShapeOf(Ops ops, Value location, Value target) {
    if (!target.type().equals(location.type())) {
      throw new ShapeException(
          ops.scope().isEmpty() ? "likelihood" : ops.scope(),
          "a target " + location.type(),
          target.type());
    }
  }
}
