package io.concertina.plugin.standard.activation;

import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import java.util.List;
import java.util.Map;

/**
 * x/6 + 1/2 clipped to [0, 1], as in Keras 3. Composite {@code hard_sigmoid}, whose attributes
 * {@code alpha} and {@code beta} tell slope and offset.
 */
record HardSigmoid() implements Activation {

  private static final double SLOPE = 1 / 6.0;
  private static final double OFFSET = 0.5;

  @Override
  public Value apply(Ops ops, Value x) {
    return ops.composite(
        "hard_sigmoid",
        Map.of("alpha", SLOPE, "beta", OFFSET),
        List.of(x),
        (o, in) -> {
          Value line = o.add(o.mul(in.getFirst(), SLOPE), OFFSET);
          return o.min(o.max(line, o.constantLike(line, 0)), o.constantLike(line, 1));
        });
  }
}
