package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.layer.StreamingLayer;
import io.concertina.plugin.standard.initializer.Initializers;
import java.util.stream.IntStream;

/**
 * Normalisation of each feature, y = γ (x - μ) / √(σ² + ε) + β. Composite {@code batch_norm}.
 *
 * <p>In training, mean μ and variance σ² (divided by n, not n - 1) are those of the batch, over all
 * axes but the last, and the running values move: r' = momentum · r + (1 - momentum) · batch.
 * Afterwards μ and σ² are the running values.
 *
 * <p>Shapes: x and y [batch, ..., features]; weights {@code gamma} γ and {@code beta} β, state
 * {@code moving_mean} and {@code moving_variance}, all [features].
 *
 * <p>Source: S. Ioffe, C. Szegedy, "Batch Normalization: Accelerating Deep Network Training by
 * Reducing Internal Covariate Shift", ICML 2015, algorithm 1.
 *
 * @param momentum share of the running values that stays, at least 0 and below 1
 * @param epsilon ε, above 0
 * @param scale whether there is a γ
 * @param center whether there is a β
 */
public record BatchNorm(double momentum, double epsilon, boolean scale, boolean center)
    implements FeatureLayer, StreamingLayer {

  private static final double MOMENTUM = 0.99;
  private static final double EPSILON = 1e-3;

  static final Factory<BatchNorm> FACTORY =
      Factory.of(
          "batch_norm",
          BatchNorm.class,
          settings ->
              new BatchNorm(
                  settings.number("momentum", MOMENTUM),
                  settings.number("epsilon", EPSILON),
                  settings.flag("scale", true),
                  settings.flag("center", true)),
          (value, description) ->
              description
                  .put("momentum", value.momentum)
                  .put("epsilon", value.epsilon)
                  .put("scale", value.scale)
                  .put("center", value.center));

  public BatchNorm {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new ConfigurationException("batch_norm.momentum", "at least 0 and below 1", momentum);
    }
    Normalization.requireEpsilon("batch_norm.epsilon", epsilon);
  }

  /** With momentum 0.99, epsilon 1e-3, γ and β. */
  public BatchNorm() {
    this(MOMENTUM, EPSILON, true, true);
  }

  /** With another share of the running values that stays. */
  public BatchNorm momentum(double share) {
    return new BatchNorm(share, epsilon, scale, center);
  }

  /** With another number that keeps the division finite. */
  public BatchNorm epsilon(double number) {
    return new BatchNorm(momentum, number, scale, center);
  }

  /** With or without γ. */
  public BatchNorm scale(boolean present) {
    return new BatchNorm(momentum, epsilon, present, center);
  }

  /** With or without β. */
  public BatchNorm center(boolean present) {
    return new BatchNorm(momentum, epsilon, scale, present);
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    int features = Features.of(scope, x);
    Normalization norm = new Normalization("batch_norm", epsilon, scale, center);
    Value mean = scope.variable("moving_mean", Role.STATE, Initializers.zeros(), features);
    Value variance = scope.variable("moving_variance", Role.STATE, Initializers.ones(), features);
    if (scope.mode() == Mode.INFER) {
      return norm.apply(scope, x, mean, variance);
    }
    Ops ops = scope.ops();
    int[] axes = IntStream.range(0, x.shape().rank() - 1).toArray();
    Value batchMean = ops.mean(x, axes);
    Value centred = ops.sub(x, batchMean);
    Value batchVariance = ops.mean(Composites.square(ops, centred), axes);
    scope.update(mean, moved(ops, mean, batchMean));
    scope.update(variance, moved(ops, variance, batchVariance));
    return norm.applyToCentred(scope, centred, batchVariance);
  }

  private Value moved(Ops ops, Value running, Value batch) {
    return ops.add(ops.mul(running, momentum), ops.mul(batch, 1 - momentum));
  }
}
