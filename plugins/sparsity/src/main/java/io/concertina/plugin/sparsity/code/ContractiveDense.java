package io.concertina.plugin.sparsity.code;

import io.concertina.config.Factory;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.layer.Activation;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Role;
import io.concertina.plugin.standard.activation.Activations;
import io.concertina.plugin.standard.initializer.Initializers;
import java.util.List;

/**
 * Fully connected map y = f(x·W + b) with the penalty strength · mean over samples of ‖∂y/∂x‖², in
 * closed form: with a = x·W + b,
 *
 * <pre>‖∂y/∂x‖² = Σ_j f'(a_j)² Σ_i W_ij².</pre>
 *
 * <p>Shapes: x [batch, ..., in], {@code kernel} W [in, units], {@code bias} b [units], y [batch,
 * ..., units]. f acts per element; f' is derived from it.
 *
 * <p>Source: S. Rifai, P. Vincent, X. Muller, X. Glorot, Y. Bengio, "Contractive Auto-Encoders:
 * Explicit Invariance During Feature Extraction", ICML 2011, equation 7 and section 3.
 *
 * @param units output width, at least 1
 * @param activation f
 * @param strength at least 0
 */
record ContractiveDense(int units, Activation activation, double strength) implements Layer {

  static final Factory<ContractiveDense> FACTORY =
      Factory.of(
          "contractive_dense",
          ContractiveDense.class,
          settings ->
              new ContractiveDense(
                  settings.integer("units"),
                  settings.plugin("activation", Activation.class, Activations.sigmoid()),
                  settings.number("strength", Contractive.STRENGTH)),
          (value, description) ->
              description
                  .put("units", value.units)
                  .put("activation", Activation.class, value.activation)
                  .put("strength", value.strength));

  ContractiveDense {
    Units.requireAtLeastOne("contractive_dense.units", units);
    Units.requireNotNegative("contractive_dense.strength", strength);
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Ops ops = scope.ops();
    int in = Units.of(scope, x);
    Value kernel = scope.variable("kernel", Role.WEIGHT, Initializers.glorotUniform(), in, units);
    Value bias = scope.variable("bias", Role.WEIGHT, Initializers.zeros(), units);
    Value a = ops.add(ops.matmul(x, kernel), bias);
    Value y = activation.apply(ops, a);
    Value slope = Gradients.of(ops, ops.sumAll(y), List.of(a)).getFirst();
    Value lengths = ops.sum(Composites.square(ops, kernel), 0);
    Value norm = Units.sumPerSample(ops, ops.mul(Composites.square(ops, slope), lengths));
    scope.term("jacobian", ops.mul(norm, strength));
    return y;
  }
}
