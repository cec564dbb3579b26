package io.concertina.plugin.convolutional;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.config.Factory;
import io.concertina.config.Settings;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.FeatureLayer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Role;
import io.concertina.plugin.standard.initializer.Initializers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Normalisation of each sample over its spatial axes and groups of channels, y = γ (x - μ) / √(σ² +
 * ε) + β; μ and σ² (divided by n, not n - 1) are those of the sample's group. With a group per
 * channel it is instance normalisation. Composite {@code group_norm}.
 *
 * <p>Shapes: x and y [batch, s₁, ..., sₙ, channels]; weights {@code gamma} γ and {@code beta} β,
 * both [channels].
 *
 * <p>Source: Y. Wu, K. He, "Group Normalization", ECCV 2018, equations 1 to 7; D. Ulyanov, A.
 * Vedaldi, V. Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization",
 * 2016.
 *
 * @param groups of channels, at least 1, or 0 for one per channel
 * @param epsilon ε, above 0
 */
record GroupNorm(int groups, double epsilon) implements FeatureLayer {

  private static final int PER_CHANNEL = 0;
  private static final double EPSILON = 1e-3;

  static final Factory<GroupNorm> GROUP =
      Factory.of(
              "group_norm",
              GroupNorm.class,
              settings -> new GroupNorm(atLeastOne(settings), settings.number("epsilon", EPSILON)),
              (norm, description) ->
                  description.put("groups", norm.groups).put("epsilon", norm.epsilon))
          .onlyFor(norm -> norm.groups != PER_CHANNEL);

  static final Factory<GroupNorm> INSTANCE =
      Factory.of(
              "instance_norm",
              GroupNorm.class,
              settings -> new GroupNorm(PER_CHANNEL, settings.number("epsilon", EPSILON)),
              (norm, description) -> description.put("epsilon", norm.epsilon))
          .onlyFor(norm -> norm.groups == PER_CHANNEL);

  GroupNorm {
    if (groups < 0) {
      throw new ConfigurationException("group_norm.groups", "at least 1", groups);
    }
    if (!(epsilon > 0 && Double.isFinite(epsilon))) {
      throw new ConfigurationException("group_norm.epsilon", "a number above 0", epsilon);
    }
  }

  private static int atLeastOne(Settings settings) {
    int groups = settings.integer("groups", 32);
    if (groups < 1) {
      throw new ConfigurationException(settings.where("groups"), "at least 1", groups);
    }
    return groups;
  }

  /** With given groups and epsilon 1e-3. */
  static GroupNorm of(int groups) {
    return new GroupNorm(groups, EPSILON);
  }

  /** With a group per channel and epsilon 1e-3. */
  static GroupNorm instance() {
    return new GroupNorm(PER_CHANNEL, EPSILON);
  }

  @Override
  public int parts() {
    return Math.max(1, groups);
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Shape shape = x.shape();
    if (shape.rank() < 2 || !shape.last().isFixed()) {
      throw new ShapeException(
          scope.path(), "an input [batch, ..., channels] with a fixed number of channels", shape);
    }
    int channels = shape.last().size();
    int count = groups == PER_CHANNEL ? channels : groups;
    if (channels % count != 0) {
      throw new ShapeException(
          scope.path(), "a number of channels that %d groups divide".formatted(count), shape);
    }
    Value gamma = scope.variable("gamma", Role.WEIGHT, Initializers.ones(), channels);
    Value beta = scope.variable("beta", Role.WEIGHT, Initializers.zeros(), channels);
    return scope
        .ops()
        .composite(
            "group_norm",
            Map.of("groups", count, "epsilon", epsilon),
            List.of(x, gamma, beta),
            (ops, in) ->
                ops.add(ops.mul(standardised(ops, in.get(0), count), in.get(1)), in.get(2)));
  }

  private Value standardised(Ops ops, Value x, int count) {
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    Dim width = Dim.of(dims.removeLast().size() / count);
    dims.add(Dim.of(count));
    dims.add(width);
    Value grouped = ops.reshape(x, new Shape(dims));
    int rank = dims.size();
    int[] axes = IntStream.range(1, rank).filter(axis -> axis != rank - 2).toArray();
    Value centred = ops.sub(grouped, spread(ops, ops.mean(grouped, axes), axes));
    Value variance = ops.mean(Composites.square(ops, centred), axes);
    Value factor = ops.rsqrt(ops.add(spread(ops, variance, axes), epsilon));
    return ops.reshape(ops.mul(centred, factor), x.shape());
  }

  /** Puts axes of size 1 where a mean has dropped axes. */
  private static Value spread(Ops ops, Value mean, int... axes) {
    Value spread = mean;
    for (int axis : axes) {
      spread = ops.expand(spread, axis);
    }
    return spread;
  }
}
