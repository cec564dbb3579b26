package io.concertina.engine.tensorflow;

import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Map;

/** A function that updates a resident and fails for a position outside of it. */
final class Failing {

  static final Shape SHAPE = Shape.of(1 << 14);

  private Failing() {}

  /** y = w[position], w' = w + 1. */
  static Function function() {
    Ops ops = new Ops();
    Value position = ops.input("position", new TensorType(DType.I32, Shape.of(1)));
    Value w = ops.resident("w", TensorType.f32(SHAPE));
    return ops.function(
        "failing", Map.of("y", ops.gather(w, position, 0, 0)), Map.of("w", ops.add(w, 1)));
  }
}
