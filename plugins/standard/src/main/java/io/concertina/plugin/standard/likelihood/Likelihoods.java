package io.concertina.plugin.standard.likelihood;

import io.concertina.config.Factory;
import io.concertina.loss.Likelihood;
import java.util.List;

/**
 * The standard likelihoods, to be imported statically. Each stands where a loss may stand; a last
 * layer {@code dense()} without activation gives what it wants.
 *
 * <p>All constants of the distributions count, so that numbers of different likelihoods compare.
 */
public final class Likelihoods {

  private Likelihoods() {}

  /** A normal distribution of variance 1 around each element: half the squared error and 0.919. */
  public static Likelihood gaussian() {
    return gaussian(Gaussian.VARIANCE);
  }

  /**
   * A normal distribution of the same variance around each element.
   *
   * @param variance above 0
   */
  public static Likelihood gaussian(double variance) {
    return new Gaussian(Spread.fixed(variance));
  }

  /** A normal distribution whose mean and variance the decoder gives for each element. */
  public static Likelihood gaussianOfLearnedVariance() {
    return new Gaussian(Spread.learned());
  }

  /** A Laplace distribution of scale 1 around each element: the absolute error and 0.693. */
  public static Likelihood laplace() {
    return laplace(Laplace.SCALE);
  }

  /**
   * A Laplace distribution of the same scale around each element.
   *
   * @param scale mean absolute deviation, above 0
   */
  public static Likelihood laplace(double scale) {
    return new Laplace(Spread.fixed(scale));
  }

  /** A Laplace distribution whose centre and scale the decoder gives for each element. */
  public static Likelihood laplaceOfLearnedScale() {
    return new Laplace(Spread.learned());
  }

  /** Elements of 0 or 1, each with a probability of its own, given as a logit. */
  public static Likelihood bernoulli() {
    return new Bernoulli();
  }

  /** One class of those along the last axis, given as logits. */
  public static Likelihood categorical() {
    return new Categorical();
  }

  /** Counts 0, 1, 2, ..., each with a rate of its own, given as its logarithm. */
  public static Likelihood poisson() {
    return new Poisson();
  }

  /** What the plugin offers. */
  public static List<Factory<? extends Likelihood>> factories() {
    return List.of(
        Gaussian.FACTORY,
        Laplace.FACTORY,
        Factory.of("bernoulli", new Bernoulli()),
        Factory.of("categorical", new Categorical()),
        Factory.of("poisson", new Poisson()));
  }
}
