package io.concertina.plugin.standard.initializer;

import io.concertina.config.Factory;
import io.concertina.layer.Initializer;
import java.util.List;

/**
 * The standard initialisers, to be imported statically.
 *
 * <p>The fans of a variable [..., in, out] are fan_in = r · in and fan_out = r · out with r the
 * product of the axes in front. A normal distribution that is scaled by fans is cut off at two
 * standard deviations and widened so that its variance is the one asked for.
 */
public final class Initializers {

  private Initializers() {}

  /** Uniform with variance 2 / (fan_in + fan_out). */
  public static Initializer glorotUniform() {
    return new FanScaled.GlorotUniform();
  }

  /** Normal with variance 2 / (fan_in + fan_out). */
  public static Initializer glorotNormal() {
    return new FanScaled.GlorotNormal();
  }

  /** Uniform with variance 2 / fan_in. */
  public static Initializer heUniform() {
    return new FanScaled.HeUniform();
  }

  /** Normal with variance 2 / fan_in. */
  public static Initializer heNormal() {
    return new FanScaled.HeNormal();
  }

  /** Uniform with variance 1 / fan_in. */
  public static Initializer lecunUniform() {
    return new FanScaled.LecunUniform();
  }

  /** Normal with variance 1 / fan_in. */
  public static Initializer lecunNormal() {
    return new FanScaled.LecunNormal();
  }

  /** {@link #orthogonal(double)} with gain 1. */
  public static Initializer orthogonal() {
    return new Orthogonal(1);
  }

  /**
   * A random matrix with orthogonal columns, or rows where there are fewer of them.
   *
   * @param gain their length, above 0
   */
  public static Initializer orthogonal(double gain) {
    return new Orthogonal(gain);
  }

  /**
   * Uniform on [low, high).
   *
   * @param low smallest value
   * @param high bound above low
   */
  public static Initializer uniform(double low, double high) {
    return new Uniform(low, high);
  }

  /**
   * Normal.
   *
   * @param mean any number
   * @param stddev standard deviation, at least 0
   */
  public static Initializer normal(double mean, double stddev) {
    return new Normal(mean, stddev);
  }

  /** One number everywhere. */
  public static Initializer constant(double value) {
    return new Constant(value);
  }

  /** 0 everywhere. */
  public static Initializer zeros() {
    return new Zeros();
  }

  /** 1 everywhere. */
  public static Initializer ones() {
    return new Ones();
  }

  /** What the plugin offers. */
  public static List<Factory<? extends Initializer>> factories() {
    return List.of(
        Factory.of("glorot_uniform", new FanScaled.GlorotUniform()),
        Factory.of("glorot_normal", new FanScaled.GlorotNormal()),
        Factory.of("he_uniform", new FanScaled.HeUniform()),
        Factory.of("he_normal", new FanScaled.HeNormal()),
        Factory.of("lecun_uniform", new FanScaled.LecunUniform()),
        Factory.of("lecun_normal", new FanScaled.LecunNormal()),
        Orthogonal.FACTORY,
        Uniform.FACTORY,
        Normal.FACTORY,
        Constant.FACTORY,
        Factory.of("zeros", new Zeros()),
        Factory.of("ones", new Ones()));
  }
}
