package io.concertina.plugin.sparsity.code;

import io.concertina.config.Factory;
import io.concertina.ir.Composites;
import io.concertina.ir.DType;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Role;
import io.concertina.plugin.standard.initializer.Initializers;

/**
 * An encoder that decides apart which units are active and how strongly.
 *
 * <pre>
 * g = x·W + b_gate,   m = max((x·W) · exp(r) + b_magnitude, 0),   y = H(g) · m
 * </pre>
 *
 * <p>with the step function H, through which no gradient passes. Gates learn from two penalties:
 * sparsity · mean over samples of Σ max(g, 0), and the mean squared error of a reconstruction of x
 * out of max(g, 0).
 *
 * <p>Shapes: x [batch, ..., in], {@code kernel} W [in, units], {@code gate_bias}, {@code
 * magnitude_bias} and {@code magnitude} r [units], {@code offset} [in], y [batch, ..., units].
 *
 * <p>Source: S. Rajamanoharan et al., "Improving Dictionary Learning with Gated Sparse
 * Autoencoders", 2024, equations 6 to 8. Theirs reconstructs with a frozen copy of the decoder; a
 * layer does not know the decoder, so the frozen transposed kernel with columns of length 1 and a
 * learned offset stand in for it.
 *
 * @param units width of the code, at least 1
 * @param sparsity strength of the first penalty, at least 0
 * @param reconstruction strength of the second penalty, at least 0
 */
record Gated(int units, double sparsity, double reconstruction) implements Layer {

  static final double SPARSITY = 1e-3;
  static final double RECONSTRUCTION = 1;

  /** Keeps the length of a column of zeros above 0. */
  private static final double TINY = 1e-12;

  static final Factory<Gated> FACTORY =
      Factory.of(
          "gated",
          Gated.class,
          settings ->
              new Gated(
                  settings.integer("units"),
                  settings.number("sparsity", SPARSITY),
                  settings.number("reconstruction", RECONSTRUCTION)),
          (value, description) ->
              description
                  .put("units", value.units)
                  .put("sparsity", value.sparsity)
                  .put("reconstruction", value.reconstruction));

  Gated {
    Units.requireAtLeastOne("gated.units", units);
    Units.requireNotNegative("gated.sparsity", sparsity);
    Units.requireNotNegative("gated.reconstruction", reconstruction);
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Ops ops = scope.ops();
    int in = Units.of(scope, x);
    Value kernel = scope.variable("kernel", Role.WEIGHT, Initializers.glorotUniform(), in, units);
    Value product = ops.matmul(x, kernel);
    Value gate = ops.add(product, vector(scope, "gate_bias"));
    Value scaled = ops.mul(product, ops.exp(vector(scope, "magnitude")));
    Value magnitude = Composites.relu(ops, ops.add(scaled, vector(scope, "magnitude_bias")));
    Value offset = scope.variable("offset", Role.WEIGHT, Initializers.zeros(), in);
    Value open = Composites.relu(ops, gate);
    scope.term("sparsity", ops.mul(Units.sumPerSample(ops, open), sparsity));
    Value rest = ops.sub(ops.add(decoded(ops, open, kernel), offset), ops.stopGradient(x));
    Value error = ops.meanAll(Composites.square(ops, rest));
    scope.term("reconstruction", ops.mul(error, reconstruction));
    Value active = ops.cast(ops.lt(ops.constantLike(gate, 0), gate), DType.F32);
    return ops.mul(magnitude, active);
  }

  private Value vector(LayerScope scope, String name) {
    return scope.variable(name, Role.WEIGHT, Initializers.zeros(), units);
  }

  private static Value decoded(Ops ops, Value open, Value kernel) {
    Value frozen = ops.stopGradient(kernel);
    Value squares = ops.sum(Composites.square(ops, frozen), 0);
    Value rows = ops.mul(frozen, ops.rsqrt(ops.add(squares, TINY)));
    return ops.matmul(open, ops.transpose(rows, 1, 0));
  }
}
