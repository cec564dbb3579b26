package io.concertina.sample;

import static io.concertina.plugin.standard.activation.Activations.silu;
import static io.concertina.plugin.standard.initializer.Initializers.constant;
import static io.concertina.plugin.standard.layer.Layers.dense;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Role;

/**
 * y = x + s · silu(x·W + b), where the learned s starts small. Shapes: x, y [batch, ..., n], W [n,
 * n], b, s [n]. Source: Touvron et al., "Going deeper with image transformers", ICCV 2021.
 */
public record ScaledResidual(double scale) implements Layer {
  static final Factory<ScaledResidual> FACTORY =
      Factory.of(
          "scaled_residual",
          ScaledResidual.class,
          settings -> new ScaledResidual(settings.number("scale", 0.1)),
          (layer, description) -> description.put("scale", layer.scale));

  public ScaledResidual {
    if (!(scale >= 0)) {
      throw new ConfigurationException("scaled_residual.scale", "at least 0", scale);
    }
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    int n = x.shape().last().size();
    Value branch = scope.child("branch", dense(n, silu()), x);
    Value s = scope.variable("scale", Role.WEIGHT, constant(scale), n);
    return scope.ops().add(x, scope.ops().mul(branch, s));
  }
}
