package io.concertina.plugin.sparsity.code;

import io.concertina.config.Factory;
import io.concertina.ir.DType;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Role;
import io.concertina.plugin.standard.initializer.Initializers;

/**
 * A rectifier with a jump: y = x · H(x - θ), with a learned threshold θ &gt; 0 for each unit and H
 * the step function. Its penalty is the number of active units, l0 · mean over samples of Σ H(x -
 * θ).
 *
 * <p>Shapes: x and y [batch, ..., units], weight {@code log_threshold} ln θ [units].
 *
 * <p>H has no useful gradient, so thresholds get an estimate from elements within bandwidth ε / 2
 * of θ, with the rectangle K(u) = 1 for |u| &lt; 1/2:
 *
 * <pre>
 * ∂y/∂θ = -θ/ε · K((x - θ) / ε),   ∂H/∂θ = -1/ε · K((x - θ) / ε),   ∂y/∂x = H,   ∂H/∂x = 0.
 * </pre>
 *
 * <p>Source: S. Rajamanoharan et al., "Jumping Ahead: Improving Reconstruction Fidelity with
 * JumpReLU Sparse Autoencoders", 2024, equations 2, 9, 11 and 12.
 *
 * @param threshold first value of θ, above 0
 * @param bandwidth ε, above 0
 * @param l0 strength of the penalty, at least 0
 */
record JumpRelu(double threshold, double bandwidth, double l0) implements Layer {

  static final JumpRelu DEFAULT = new JumpRelu(0.1, 0.1, 1e-3);

  static final Factory<JumpRelu> FACTORY =
      Factory.of(
          "jump_relu",
          JumpRelu.class,
          settings ->
              new JumpRelu(
                  settings.number("threshold", DEFAULT.threshold),
                  settings.number("bandwidth", DEFAULT.bandwidth),
                  settings.number("l0", DEFAULT.l0)),
          (value, description) ->
              description
                  .put("threshold", value.threshold)
                  .put("bandwidth", value.bandwidth)
                  .put("l0", value.l0));

  JumpRelu {
    Units.requirePositive("jump_relu.threshold", threshold);
    Units.requirePositive("jump_relu.bandwidth", bandwidth);
    Units.requireNotNegative("jump_relu.l0", l0);
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Ops ops = scope.ops();
    int units = Units.of(scope, x);
    Value log =
        scope.variable(
            "log_threshold", Role.WEIGHT, Initializers.constant(Math.log(threshold)), units);
    Value theta = ops.broadcast(ops.exp(log), x.shape());
    Value active = ops.cast(ops.lt(theta, x), DType.F32);
    Value slope = ops.mul(near(ops, x, theta), 1 / bandwidth);
    if (l0 > 0) {
      Value count = ops.add(active, nothing(ops, theta, slope));
      scope.term("l0", ops.mul(Units.sumPerSample(ops, count), l0));
    }
    return ops.add(ops.mul(x, active), nothing(ops, theta, ops.mul(slope, theta)));
  }

  /** K((x - θ) / ε). */
  private Value near(Ops ops, Value x, Value theta) {
    Value distance = ops.abs(ops.sub(x, theta));
    return ops.cast(ops.lt(distance, ops.constantLike(x, bandwidth / 2)), DType.F32);
  }

  /** 0, whose derivative by θ is minus the slope. */
  private static Value nothing(Ops ops, Value theta, Value slope) {
    Value line = ops.neg(ops.mul(theta, ops.stopGradient(slope)));
    return ops.sub(line, ops.stopGradient(line));
  }
}
