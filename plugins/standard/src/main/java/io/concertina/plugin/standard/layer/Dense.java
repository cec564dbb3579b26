package io.concertina.plugin.standard.layer;

import io.concertina.ConfigurationException;
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
import io.concertina.config.Description;
import io.concertina.config.Factory;
import io.concertina.config.Settings;
import java.util.Optional;

/**
 * Fully connected map y = f(x·W + b).
 *
 * <p>Shapes: x [batch, ..., in], {@code kernel} W [in, units], {@code bias} b [units], y [batch,
 * ..., units].
 *
 * <p>The penalty on the kernel is added to the loss as it is, the penalty on y divided by the batch
 * size.
 *
 * @param units output width, or 0 for the width of the model's input (its last axis)
 * @param activation f
 * @param bias whether there is a b
 * @param kernelInitializer first value of W
 * @param biasInitializer first value of b
 * @param kernelRegularizer penalty on W
 * @param activityRegularizer penalty on y
 */
public record Dense(
    int units,
    Activation activation,
    boolean bias,
    Initializer kernelInitializer,
    Initializer biasInitializer,
    Optional<Regularizer> kernelRegularizer,
    Optional<Regularizer> activityRegularizer)
    implements UnitLayer {

  static final int LIKE_INPUT = 0;

  static final Factory<Dense> FACTORY =
      Factory.of("dense", Dense.class, Dense::create, Dense::describe);

  public Dense {
    if (units < 0) {
      throw new ConfigurationException(
          "dense.units", "at least 1, or 0 for the width of the model's input", units);
    }
  }

  /** With bias, without activation and penalties; glorot_uniform and zeros. */
  public Dense(int units) {
    this(
        units,
        Activations.linear(),
        true,
        Initializers.glorotUniform(),
        Initializers.zeros(),
        Optional.empty(),
        Optional.empty());
  }

  private static Dense create(Settings settings) {
    Dense plain = new Dense(settings.integer("units", LIKE_INPUT));
    return new Dense(
        plain.units,
        settings.plugin("activation", Activation.class, plain.activation),
        settings.flag("bias", plain.bias),
        settings.plugin("kernel_initializer", Initializer.class, plain.kernelInitializer),
        settings.plugin("bias_initializer", Initializer.class, plain.biasInitializer),
        regularizer(settings, "kernel_regularizer"),
        regularizer(settings, "activity_regularizer"));
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
        .put("kernel_initializer", Initializer.class, dense.kernelInitializer)
        .put("bias_initializer", Initializer.class, dense.biasInitializer);
    dense.kernelRegularizer.ifPresent(
        penalty -> description.put("kernel_regularizer", Regularizer.class, penalty));
    dense.activityRegularizer.ifPresent(
        penalty -> description.put("activity_regularizer", Regularizer.class, penalty));
  }

  /** With another activation. */
  public Dense activation(Activation function) {
    return new Dense(
        units,
        function,
        bias,
        kernelInitializer,
        biasInitializer,
        kernelRegularizer,
        activityRegularizer);
  }

  /** With or without bias. */
  public Dense bias(boolean present) {
    return new Dense(
        units,
        activation,
        present,
        kernelInitializer,
        biasInitializer,
        kernelRegularizer,
        activityRegularizer);
  }

  /** With another first value of the kernel. */
  public Dense kernelInitializer(Initializer initializer) {
    return new Dense(
        units,
        activation,
        bias,
        initializer,
        biasInitializer,
        kernelRegularizer,
        activityRegularizer);
  }

  /** With another first value of the bias. */
  public Dense biasInitializer(Initializer initializer) {
    return new Dense(
        units,
        activation,
        bias,
        kernelInitializer,
        initializer,
        kernelRegularizer,
        activityRegularizer);
  }

  /** With a penalty on the kernel. */
  public Dense kernelRegularizer(Regularizer penalty) {
    return new Dense(
        units,
        activation,
        bias,
        kernelInitializer,
        biasInitializer,
        Optional.of(penalty),
        activityRegularizer);
  }

  /** With a penalty on the output, after the activation. */
  public Dense activityRegularizer(Regularizer penalty) {
    return new Dense(
        units,
        activation,
        bias,
        kernelInitializer,
        biasInitializer,
        kernelRegularizer,
        Optional.of(penalty));
  }

  @Override
  public Dense withUnits(int count) {
    return new Dense(
        count,
        activation,
        bias,
        kernelInitializer,
        biasInitializer,
        kernelRegularizer,
        activityRegularizer);
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Ops ops = scope.ops();
    int in = Features.of(scope, x);
    int out = units == LIKE_INPUT ? scope.sample().last().size() : units;
    Value kernel = scope.variable("kernel", Role.WEIGHT, kernelInitializer, in, out);
    Value sum = ops.matmul(x, kernel);
    Value shifted =
        bias ? ops.add(sum, scope.variable("bias", Role.WEIGHT, biasInitializer, out)) : sum;
    Value y = activation.apply(ops, shifted);
    kernelRegularizer.ifPresent(
        regularizer -> scope.penalty("kernel", regularizer.penalty(ops, kernel)));
    activityRegularizer.ifPresent(
        regularizer -> scope.penalty("activity", perSample(ops, y, regularizer)));
    return y;
  }

  private static Value perSample(Ops ops, Value y, Regularizer regularizer) {
    return ops.div(regularizer.penalty(ops, y), ops.dimSize(y.shape().dim(0)));
  }
}
