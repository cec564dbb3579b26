package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Role;
import io.concertina.plugin.standard.initializer.Initializers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * γ (x - μ) / √(σ² + ε) + β with the variables {@code gamma} and {@code beta} over the last axis.
 *
 * <p>The composite's operands are x, then μ and σ² where they are given from outside, then γ and β
 * where there are any; its attributes {@code epsilon}, {@code scale} and {@code center} tell.
 *
 * @param composite name of the composite
 * @param epsilon ε
 * @param scale whether there is a γ
 * @param center whether there is a β
 */
record Normalization(String composite, double epsilon, boolean scale, boolean center) {

  static void requireEpsilon(String where, double epsilon) {
    if (!(epsilon > 0 && Double.isFinite(epsilon))) {
      throw new ConfigurationException(where, "a number above 0", epsilon);
    }
  }

  /** With statistics from outside, [features]. */
  Value apply(LayerScope scope, Value x, Value mean, Value variance) {
    return emit(
        scope,
        x,
        List.of(mean, variance),
        (ops, in) -> standardised(ops, ops.sub(in.get(0), in.get(1)), in.get(2)));
  }

  /**
   * Of what the mean has been taken off, with the variance of each feature. No composite: the
   * gradient goes back through x - μ once, to x and to the variance together.
   */
  Value applyToCentred(LayerScope scope, Value centred, Value variance) {
    int features = Features.of(scope, centred);
    Ops ops = scope.ops();
    Value factor = ops.rsqrt(ops.add(variance, epsilon));
    if (scale) {
      factor = ops.mul(factor, gamma(scope, features));
    }
    Value scaled = ops.mul(centred, factor);
    return center ? ops.add(scaled, beta(scope, features)) : scaled;
  }

  private static Value gamma(LayerScope scope, int features) {
    return scope.variable("gamma", Role.WEIGHT, Initializers.ones(), features);
  }

  private static Value beta(LayerScope scope, int features) {
    return scope.variable("beta", Role.WEIGHT, Initializers.zeros(), features);
  }

  /** With the statistics of each sample over its last axis. */
  Value apply(LayerScope scope, Value x) {
    return emit(
        scope,
        x,
        List.of(),
        (ops, in) -> {
          Value mean = ops.expand(ops.mean(in.getFirst(), -1), -1);
          Value centred = ops.sub(in.getFirst(), mean);
          Value variance = ops.expand(ops.mean(Composites.square(ops, centred), -1), -1);
          return standardised(ops, centred, variance);
        });
  }

  private Value standardised(Ops ops, Value centred, Value variance) {
    return ops.mul(centred, ops.rsqrt(ops.add(variance, epsilon)));
  }

  private Value emit(LayerScope scope, Value x, List<Value> statistics, Standardisation inner) {
    int features = Features.of(scope, x);
    List<Value> operands = new ArrayList<>(List.of(x));
    operands.addAll(statistics);
    if (scale) {
      operands.add(gamma(scope, features));
    }
    if (center) {
      operands.add(beta(scope, features));
    }
    return scope
        .ops()
        .composite(
            composite,
            Map.of("epsilon", epsilon, "scale", scale, "center", center),
            operands,
            (ops, in) -> {
              Value y = inner.apply(ops, in);
              Value scaled = scale ? ops.mul(y, in.get(1 + statistics.size())) : y;
              return center ? ops.add(scaled, in.getLast()) : scaled;
            });
  }

  /** Emits (x - μ) / √(σ² + ε). */
  @FunctionalInterface
  private interface Standardisation {
    Value apply(Ops ops, List<Value> operands);
  }
}
