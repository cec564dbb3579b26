package io.concertina.plugin.standard.layer;

import io.concertina.config.Description;
import io.concertina.config.Settings;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import io.concertina.layer.Initializer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MirroredLayer;
import io.concertina.layer.Role;
import io.concertina.plugin.standard.activation.Activations;
import io.concertina.plugin.standard.initializer.Initializers;
import io.concertina.regularizer.Regularizer;
import java.util.Optional;

/**
 * What every layer that multiplies by a kernel W lets its user choose: y = f(z + b), where z is the
 * product of the layer's input and W.
 *
 * <p>The variables are {@code kernel} and, over the last axis of z, {@code bias}. The penalty on
 * the kernel is the term {@code kernel} as it is; the penalty on y, divided by the batch size, is
 * the term {@code activity}.
 *
 * @param activation f
 * @param bias whether there is a b
 * @param initial first values of W and b
 * @param penalties on W and y
 */
public record KernelSettings(
    Activation activation, boolean bias, Initial initial, Penalties penalties) {

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

  private static final KernelSettings PLAIN =
      new KernelSettings(
          Activations.linear(),
          true,
          new Initial(Initializers.glorotUniform(), Initializers.zeros()),
          new Penalties(Optional.empty(), Optional.empty()));

  /** With bias, without activation and penalties; glorot_uniform and zeros. */
  public static KernelSettings plain() {
    return PLAIN;
  }

  /** What a configuration says; what it does not say is {@link #plain}. */
  public static KernelSettings read(Settings settings) {
    return new KernelSettings(
        settings.plugin("activation", Activation.class, PLAIN.activation),
        settings.flag("bias", PLAIN.bias),
        new Initial(
            settings.plugin("kernel_initializer", Initializer.class, PLAIN.initial.kernel),
            settings.plugin("bias_initializer", Initializer.class, PLAIN.initial.bias)),
        new Penalties(
            regularizer(settings, "kernel_regularizer"),
            regularizer(settings, "activity_regularizer")));
  }

  private static Optional<Regularizer> regularizer(Settings settings, String key) {
    return settings.has(key)
        ? Optional.of(settings.plugin(key, Regularizer.class))
        : Optional.empty();
  }

  /** Those of a layer's mirror: the activation of its place, and no penalty on what it gives. */
  public KernelSettings mirrored(MirroredLayer.Site site) {
    return new KernelSettings(
        site.before().orElse(PLAIN.activation),
        bias,
        initial,
        new Penalties(penalties.kernel(), Optional.empty()));
  }

  /** The way back of {@link #read}. */
  public void describe(Description description) {
    description
        .put("activation", Activation.class, activation)
        .put("bias", bias)
        .put("kernel_initializer", Initializer.class, initial.kernel)
        .put("bias_initializer", Initializer.class, initial.bias);
    penalties.kernel.ifPresent(
        penalty -> description.put("kernel_regularizer", Regularizer.class, penalty));
    penalties.activity.ifPresent(
        penalty -> description.put("activity_regularizer", Regularizer.class, penalty));
  }

  /** Declares the kernel. */
  public Value kernel(LayerScope scope, int... sizes) {
    return scope.variable("kernel", Role.WEIGHT, initial.kernel, sizes);
  }

  /** y of the product z [batch, ..., units], with the terms of the penalties. */
  public Value finish(LayerScope scope, Value kernel, Value product) {
    Ops ops = scope.ops();
    int units = product.shape().last().size();
    Value shifted =
        bias ? ops.add(product, scope.variable("bias", Role.WEIGHT, initial.bias, units)) : product;
    Value y = activation.apply(ops, shifted);
    penalties.kernel.ifPresent(
        regularizer -> scope.term("kernel", regularizer.penalty(ops, kernel)));
    penalties.activity.ifPresent(
        regularizer ->
            scope.term(
                "activity", ops.div(regularizer.penalty(ops, y), ops.dimSize(y.shape().dim(0)))));
    return y;
  }

  KernelSettings with(Activation function) {
    return new KernelSettings(function, bias, initial, penalties);
  }

  KernelSettings withBias(boolean present) {
    return new KernelSettings(activation, present, initial, penalties);
  }

  KernelSettings with(Initial other) {
    return new KernelSettings(activation, bias, other, penalties);
  }

  KernelSettings with(Penalties other) {
    return new KernelSettings(activation, bias, initial, other);
  }
}
