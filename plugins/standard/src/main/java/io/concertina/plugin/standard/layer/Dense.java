package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
import io.concertina.config.Description;
import io.concertina.config.Factory;
import io.concertina.config.Settings;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import io.concertina.layer.Initializer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Role;
import io.concertina.layer.UnitLayer;
import io.concertina.plugin.standard.activation.Activations;
import io.concertina.plugin.standard.initializer.Initializers;
import io.concertina.regularizer.Regularizer;
import java.util.Optional;

/**
 * Fully connected map y = f(x·W + b).
 *
 * <p>Shapes: x [batch, ..., in], {@code kernel} W [in, units], {@code bias} b [units], y [batch,
 * ..., units].
 *
 * <p>The penalty on the kernel is the term {@code kernel} as it is; the penalty on y, divided by
 * the batch size, is the term {@code activity}.
 *
 * @param units output width, or 0 for the width that the decoder must give (its last axis)
 * @param activation f
 * @param bias whether there is a b
 * @param initial first values of W and b
 * @param penalties on W and y
 */
public record Dense(
    int units, Activation activation, boolean bias, Initial initial, Penalties penalties)
    implements UnitLayer {

  static final int LIKE_OUTPUT = 0;

  static final Factory<Dense> FACTORY =
      Factory.of("dense", Dense.class, Dense::create, Dense::describe);

  /**
   * First values of the variables.
   *
   * @param kernel of W
   * @param bias of b
   */
  public record Initial(Initializer kernel, Initializer bias) {}

  /**
   * Terms that the layer adds to the loss.
   *
   * @param kernel of W
   * @param activity of y
   */
  public record Penalties(Optional<Regularizer> kernel, Optional<Regularizer> activity) {}

  public Dense {
    if (units < 0) {
      throw new ConfigurationException(
          "dense.units", "at least 1, or 0 for the width that the decoder must give", units);
    }
  }

  /** With bias, without activation and penalties; glorot_uniform and zeros. */
  public Dense(int units) {
    this(
        units,
        Activations.linear(),
        true,
        new Initial(Initializers.glorotUniform(), Initializers.zeros()),
        new Penalties(Optional.empty(), Optional.empty()));
  }

  private static Dense create(Settings settings) {
    Dense plain = new Dense(settings.integer("units", LIKE_OUTPUT));
    return new Dense(
        plain.units,
        settings.plugin("activation", Activation.class, plain.activation),
        settings.flag("bias", plain.bias),
        new Initial(
            settings.plugin("kernel_initializer", Initializer.class, plain.initial.kernel),
            settings.plugin("bias_initializer", Initializer.class, plain.initial.bias)),
        new Penalties(
            regularizer(settings, "kernel_regularizer"),
            regularizer(settings, "activity_regularizer")));
  }

  private static Optional<Regularizer> regularizer(Settings settings, String key) {
    return settings.has(key)
        ? Optional.of(settings.plugin(key, Regularizer.class))
        : Optional.empty();
  }

  private static void describe(Dense dense, Description description) {
    description
        .put("units", dense.units)
        .put("activation", Activation.class, dense.activation)
        .put("bias", dense.bias)
        .put("kernel_initializer", Initializer.class, dense.initial.kernel)
        .put("bias_initializer", Initializer.class, dense.initial.bias);
    dense.penalties.kernel.ifPresent(
        penalty -> description.put("kernel_regularizer", Regularizer.class, penalty));
    dense.penalties.activity.ifPresent(
        penalty -> description.put("activity_regularizer", Regularizer.class, penalty));
  }

  /** With another activation. */
  public Dense activation(Activation function) {
    return new Dense(units, function, bias, initial, penalties);
  }

  /** With or without bias. */
  public Dense bias(boolean present) {
    return new Dense(units, activation, present, initial, penalties);
  }

  /** With another first value of the kernel. */
  public Dense kernelInitializer(Initializer initializer) {
    return with(new Initial(initializer, initial.bias));
  }

  /** With another first value of the bias. */
  public Dense biasInitializer(Initializer initializer) {
    return with(new Initial(initial.kernel, initializer));
  }

  private Dense with(Initial other) {
    return new Dense(units, activation, bias, other, penalties);
  }

  /** With a penalty on the kernel. */
  public Dense kernelRegularizer(Regularizer penalty) {
    return with(new Penalties(Optional.of(penalty), penalties.activity));
  }

  /** With a penalty on the output, after the activation. */
  public Dense activityRegularizer(Regularizer penalty) {
    return with(new Penalties(penalties.kernel, Optional.of(penalty)));
  }

  private Dense with(Penalties other) {
    return new Dense(units, activation, bias, initial, other);
  }

  @Override
  public Dense withUnits(int count) {
    return new Dense(count, activation, bias, initial, penalties);
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Ops ops = scope.ops();
    int in = Features.of(scope, x);
    int out = units == LIKE_OUTPUT ? scope.output().last().size() : units;
    Value kernel = scope.variable("kernel", Role.WEIGHT, initial.kernel, in, out);
    Value sum = ops.matmul(x, kernel);
    Value shifted =
        bias ? ops.add(sum, scope.variable("bias", Role.WEIGHT, initial.bias, out)) : sum;
    Value y = activation.apply(ops, shifted);
    penalties.kernel.ifPresent(
        regularizer -> scope.term("kernel", regularizer.penalty(ops, kernel)));
    penalties.activity.ifPresent(
        regularizer -> scope.term("activity", perSample(ops, y, regularizer)));
    return y;
  }

  private static Value perSample(Ops ops, Value y, Regularizer regularizer) {
    return ops.div(regularizer.penalty(ops, y), ops.dimSize(y.shape().dim(0)));
  }
}
