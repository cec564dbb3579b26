package io.concertina.plugin.standard.layer;

import io.concertina.config.Factory;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.StreamingLayer;

/**
 * Normalisation of each sample, y = γ (x - μ) / √(σ² + ε) + β, with mean μ and variance σ² (divided
 * by n, not n - 1) of its features. Composite {@code layer_norm}.
 *
 * <p>Shapes: x and y [batch, ..., features], statistics over the last axis; weights {@code gamma} γ
 * and {@code beta} β, both [features].
 *
 * <p>Source: J. L. Ba, J. R. Kiros, G. E. Hinton, "Layer Normalization", 2016, equations 3 and 4.
 *
 * @param epsilon ε, above 0
 * @param scale whether there is a γ
 * @param center whether there is a β
 */
public record LayerNorm(double epsilon, boolean scale, boolean center)
    implements FeatureLayer, StreamingLayer {

  private static final double EPSILON = 1e-3;

  static final Factory<LayerNorm> FACTORY =
      Factory.of(
          "layer_norm",
          LayerNorm.class,
          settings ->
              new LayerNorm(
                  settings.number("epsilon", EPSILON),
                  settings.flag("scale", true),
                  settings.flag("center", true)),
          (value, description) ->
              description
                  .put("epsilon", value.epsilon)
                  .put("scale", value.scale)
                  .put("center", value.center));

  public LayerNorm {
    Normalization.requireEpsilon("layer_norm.epsilon", epsilon);
  }

  /** With epsilon 1e-3, γ and β. */
  public LayerNorm() {
    this(EPSILON, true, true);
  }

  /** With another number that keeps the division finite. */
  public LayerNorm epsilon(double number) {
    return new LayerNorm(number, scale, center);
  }

  /** With or without γ. */
  public LayerNorm scale(boolean present) {
    return new LayerNorm(epsilon, present, center);
  }

  /** With or without β. */
  public LayerNorm center(boolean present) {
    return new LayerNorm(epsilon, scale, present);
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    return new Normalization("layer_norm", epsilon, scale, center).apply(scope, x);
  }
}
