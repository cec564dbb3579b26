package io.concertina.plugin.sparsity.code;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import java.util.Locale;

/**
 * The identity, with a penalty on units whose mean activity over the batch a_j is not the target ρ:
 *
 * <pre>
 * kl:         strength · Σ_j ρ ln(ρ / a_j) + (1 - ρ) ln((1 - ρ) / (1 - a_j))   in nats
 * quadratic:  strength · Σ_j (ρ - a_j)²
 * </pre>
 *
 * <p>Shapes: x and y [batch, ..., units]. The first form is for activities between 0 and 1, such as
 * those of sigmoids; a_j is clipped to [1e-6, 1 - 1e-6], where it has gradient 0 beyond.
 *
 * <p>Source: A. Ng, "Sparse autoencoder", CS294A lecture notes, 2011, section 3; H. Lee, C.
 * Ekanadham, A. Ng, "Sparse deep belief net model for visual area V2", NIPS 2007, equation 5.
 *
 * @param target ρ, above 0 and below 1
 * @param strength at least 0
 * @param form of the penalty
 */
record TargetActivity(double target, double strength, Form form) implements Layer {

  /** How a distance from the target counts. */
  enum Form {
    KL,
    QUADRATIC
  }

  static final double TARGET = 0.05;
  static final double STRENGTH = 1e-3;

  private static final double CLIP = 1e-6;

  static final Factory<TargetActivity> FACTORY =
      Factory.of(
          "target_activity",
          TargetActivity.class,
          settings ->
              new TargetActivity(
                  settings.number("target", TARGET),
                  settings.number("strength", STRENGTH),
                  settings.choice("form", Form.class, Form.KL)),
          (value, description) ->
              description
                  .put("target", value.target)
                  .put("strength", value.strength)
                  .put("form", value.form.name().toLowerCase(Locale.ROOT)));

  TargetActivity {
    if (!(target > 0 && target < 1)) {
      throw new ConfigurationException("target_activity.target", "above 0 and below 1", target);
    }
    Units.requireNotNegative("target_activity.strength", strength);
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Units.of(scope, x);
    Ops ops = scope.ops();
    Value mean = ops.mean(x, Units.samples(x));
    Value distance =
        switch (form) {
          case KL -> divergence(ops, mean);
          case QUADRATIC -> Composites.square(ops, ops.add(mean, -target));
        };
    scope.term("activity", ops.mul(ops.sumAll(distance), strength));
    return x;
  }

  private Value divergence(Ops ops, Value mean) {
    Value low = ops.max(mean, ops.constantLike(mean, CLIP));
    Value a = ops.min(low, ops.constantLike(mean, 1 - CLIP));
    Value cross = ops.add(ops.mul(ops.log(a), target), ops.mul(ops.log1p(ops.neg(a)), 1 - target));
    double entropy = target * Math.log(target) + (1 - target) * Math.log1p(-target);
    return ops.add(ops.neg(cross), entropy);
  }
}
