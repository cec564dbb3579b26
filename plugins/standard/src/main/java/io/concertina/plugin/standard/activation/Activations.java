package io.concertina.plugin.standard.activation;

import io.concertina.config.Factory;
import io.concertina.layer.Activation;
import java.util.List;

/**
 * The standard activations, to be imported statically. All act per element but {@link #softmax}.
 */
public final class Activations {

  private Activations() {}

  /** x itself. */
  public static Activation linear() {
    return new Linear();
  }

  /** max(x, 0). */
  public static Activation relu() {
    return new Relu();
  }

  /** {@link #leakyRelu(double)} with slope 0.2. */
  public static Activation leakyRelu() {
    return new LeakyRelu(LeakyRelu.ALPHA);
  }

  /**
   * x for x &gt; 0 and alpha · x below.
   *
   * @param alpha slope below 0, at least 0
   */
  public static Activation leakyRelu(double alpha) {
    return new LeakyRelu(alpha);
  }

  /** {@link #elu(double)} with alpha 1. */
  public static Activation elu() {
    return new Elu(Elu.ALPHA);
  }

  /**
   * x for x &gt; 0 and alpha · (eˣ - 1) below.
   *
   * @param alpha minus the limit at -∞, at least 0
   */
  public static Activation elu(double alpha) {
    return new Elu(alpha);
  }

  /** The self-normalising exponential linear unit. */
  public static Activation selu() {
    return new Selu();
  }

  /** x · Φ(x) with the normal distribution function Φ. */
  public static Activation gelu() {
    return new Gelu(false);
  }

  /** {@link #gelu} by its approximation with tanh. */
  public static Activation approximateGelu() {
    return new Gelu(true);
  }

  /** x · sigmoid(x). */
  public static Activation silu() {
    return new Silu();
  }

  /** ln(1 + eˣ). */
  public static Activation softplus() {
    return new Softplus();
  }

  /** 1 / (1 + e⁻ˣ). */
  public static Activation sigmoid() {
    return new Sigmoid();
  }

  /** x/6 + 1/2, clipped to [0, 1]. */
  public static Activation hardSigmoid() {
    return new HardSigmoid();
  }

  /** The hyperbolic tangent. */
  public static Activation tanh() {
    return new Tanh();
  }

  /** eˣ / Σ eˣ along the last axis. */
  public static Activation softmax() {
    return new Softmax();
  }

  /** What the plugin offers. */
  public static List<Factory<? extends Activation>> factories() {
    return List.of(
        Factory.of("linear", new Linear()),
        Factory.of("relu", new Relu()),
        LeakyRelu.FACTORY,
        Elu.FACTORY,
        Factory.of("selu", new Selu()),
        Gelu.FACTORY,
        Factory.of("silu", new Silu()),
        Factory.of("softplus", new Softplus()),
        Factory.of("sigmoid", new Sigmoid()),
        Factory.of("hard_sigmoid", new HardSigmoid()),
        Factory.of("tanh", new Tanh()),
        Factory.of("softmax", new Softmax()));
  }
}
