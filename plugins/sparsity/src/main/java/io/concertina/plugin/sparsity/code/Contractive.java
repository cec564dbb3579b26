package io.concertina.plugin.sparsity.code;

import io.concertina.config.Factory;
import io.concertina.ir.Composites;
import io.concertina.ir.DType;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Mode;
import java.util.List;

/**
 * Another layer, with a penalty on how much its output y moves with its input x: strength · mean
 * over samples of ‖∂y/∂x‖², the squared Frobenius norm of the Jacobian J.
 *
 * <p>In training the norm is estimated by random vectors v of signs, ‖J‖² = E ‖vᵀJ‖², each of which
 * takes one gradient; the estimate is right on average for any layer whose samples do not see each
 * other. {@link ContractiveDense} has the exact norm of one fully connected layer.
 *
 * <p>Source: S. Rifai, P. Vincent, X. Muller, X. Glorot, Y. Bengio, "Contractive Auto-Encoders:
 * Explicit Invariance During Feature Extraction", ICML 2011, equations 1 and 7; the estimate is
 * that of M. F. Hutchinson, "A stochastic estimator of the trace of the influence matrix", 1989.
 *
 * @param layer from x to y
 * @param strength at least 0
 * @param probes how many vectors, at least 1
 */
record Contractive(Layer layer, double strength, int probes) implements Layer {

  static final double STRENGTH = 1e-4;

  static final Factory<Contractive> FACTORY =
      Factory.of(
          "contractive",
          Contractive.class,
          settings ->
              new Contractive(
                  settings.plugin("layer", Layer.class),
                  settings.number("strength", STRENGTH),
                  settings.integer("probes", 1)),
          (value, description) ->
              description
                  .put("layer", Layer.class, value.layer)
                  .put("strength", value.strength)
                  .put("probes", value.probes));

  Contractive {
    Units.requireNotNegative("contractive.strength", strength);
    Units.requireAtLeastOne("contractive.probes", probes);
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Value y = scope.child("layer", layer, x);
    if (scope.mode() == Mode.TRAIN) {
      Ops ops = scope.ops();
      Value squares = probe(scope, x, y, 0);
      for (int i = 1; i < probes; i++) {
        squares = ops.add(squares, probe(scope, x, y, i));
      }
      Value norm = ops.div(ops.sumAll(squares), ops.dimSize(x.shape().dim(0)));
      scope.term("jacobian", ops.mul(norm, strength / probes));
    }
    return y;
  }

  /** (vᵀJ)², of the shape of x. */
  private static Value probe(LayerScope scope, Value x, Value y, int number) {
    Ops ops = scope.ops();
    Value coin = ops.cast(scope.key("probe_" + number).bernoulli(0.5, y.shape()), DType.F32);
    Value signs = ops.add(ops.mul(coin, 2), -1);
    Value projected = ops.sumAll(ops.mul(y, signs));
    return Composites.square(ops, Gradients.of(ops, projected, List.of(x)).getFirst());
  }
}
