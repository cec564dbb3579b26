package io.concertina.plugin.standard.likelihood;

import io.concertina.data.ValueRange;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.loss.Likelihood;
import java.util.Optional;

/**
 * Poisson distribution: -ln p = λ - t ln λ + ln t! in nats per element, for a count t = 0, 1, 2,
 * ... and the rate λ. The decoder gives x with ln λ = 30 - softplus(30 - x), which is x well below
 * 30 and never above it, so that λ does not overflow. The reconstruction is λ.
 *
 * <p>ln t! is Stirling's series for ln Γ(z) at z = t + 4, less ln (t + 1)(t + 2)(t + 3); what the
 * series leaves out is below 4e-8. The terms are of the size of t ln t and their sum is small, so
 * that 32 bits leave an error of about t ln t · 1e-7 nats.
 *
 * <p>Source: M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions", 1964, 26.1.22 and
 * 6.1.41.
 */
record Poisson() implements Likelihood {

  private static final double HIGHEST = 30;
  private static final double HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

  @Override
  public Optional<ValueRange> targets() {
    return Optional.of(new ValueRange(0, Double.POSITIVE_INFINITY));
  }

  @Override
  public Shape parameters(Shape sample) {
    return sample;
  }

  @Override
  public Value reconstruction(Ops ops, Value parameters) {
    return ops.exp(logarithm(ops, parameters));
  }

  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    Targets.requireShapeOf(ops, prediction, target);
    Value logarithm = logarithm(ops, prediction);
    Value cross = ops.sub(ops.exp(logarithm), ops.mul(target, logarithm));
    return ops.add(cross, logFactorial(ops, target));
  }

  private static Value logarithm(Ops ops, Value parameters) {
    Value below = Composites.softplus(ops, ops.add(ops.neg(parameters), HIGHEST));
    return ops.add(ops.neg(below), HIGHEST);
  }

  private static Value logFactorial(Ops ops, Value t) {
    Value product = ops.mul(ops.mul(ops.add(t, 1), ops.add(t, 2)), ops.add(t, 3));
    Value z = ops.add(t, 4);
    Value main = ops.sub(ops.mul(ops.add(z, -0.5), ops.log(z)), z);
    Value r = ops.div(ops.constantLike(z, 1), z);
    Value square = Composites.square(ops, r);
    Value inner = ops.add(ops.mul(square, -1.0 / 1260), 1.0 / 360);
    Value series = ops.mul(r, ops.add(ops.neg(ops.mul(square, inner)), 1.0 / 12));
    return ops.sub(ops.add(ops.add(main, HALF_LOG_TWO_PI), series), ops.log(product));
  }
}
