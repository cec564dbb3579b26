package io.concertina.plugin.standard.initializer;

import io.concertina.layer.Initializer;
import java.util.random.RandomGenerator;

/**
 * Draws with mean 0 and a variance that follows from the fans, so that signals keep their size from
 * layer to layer.
 */
sealed interface FanScaled extends Initializer {

  /** The variance of every element. */
  double variance(Fans fans);

  /** Uniform on (-a, a) with a = √(3 variance). */
  sealed interface OfUniform extends FanScaled {
    @Override
    default float[] values(int[] sizes, RandomGenerator random) {
      double limit = Math.sqrt(3 * variance(Fans.of(sizes)));
      return Draws.fill(sizes, () -> limit * (2 * random.nextDouble() - 1));
    }
  }

  /** Normal, drawn again beyond two standard deviations and widened by what that takes away. */
  sealed interface OfNormal extends FanScaled {

    /**
     * Standard deviation of a standard normal cut off at ±2: √(1 - 4 φ(2) / (2 Φ(2) - 1)), with
     * density φ and distribution function Φ.
     */
    double CUT_DEVIATION = 0.8796256610342398;

    @Override
    default float[] values(int[] sizes, RandomGenerator random) {
      double scale = Math.sqrt(variance(Fans.of(sizes))) / CUT_DEVIATION;
      return Draws.fill(sizes, () -> scale * cutNormal(random));
    }

    private static double cutNormal(RandomGenerator random) {
      double draw = random.nextGaussian();
      while (Math.abs(draw) > 2) {
        draw = random.nextGaussian();
      }
      return draw;
    }
  }

  /**
   * Uniform with variance 2 / (fan_in + fan_out).
   *
   * <p>Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward
   * neural networks", AISTATS 2010, equation 16.
   */
  record GlorotUniform() implements OfUniform {
    @Override
    public double variance(Fans fans) {
      return 1 / fans.mean();
    }
  }

  /** Normal with variance 2 / (fan_in + fan_out); Glorot and Bengio 2010, equation 12. */
  record GlorotNormal() implements OfNormal {
    @Override
    public double variance(Fans fans) {
      return 1 / fans.mean();
    }
  }

  /**
   * Uniform with variance 2 / fan_in, for relu.
   *
   * <p>Source: K. He, X. Zhang, S. Ren, J. Sun, "Delving Deep into Rectifiers", ICCV 2015, equation
   * 10.
   */
  record HeUniform() implements OfUniform {
    @Override
    public double variance(Fans fans) {
      return 2 / fans.in();
    }
  }

  /** Normal with variance 2 / fan_in, for relu; He et al. 2015, equation 10. */
  record HeNormal() implements OfNormal {
    @Override
    public double variance(Fans fans) {
      return 2 / fans.in();
    }
  }

  /**
   * Uniform with variance 1 / fan_in, for selu.
   *
   * <p>Source: Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, "Efficient BackProp", in: Neural
   * Networks: Tricks of the Trade, 1998, equation 16.
   */
  record LecunUniform() implements OfUniform {
    @Override
    public double variance(Fans fans) {
      return 1 / fans.in();
    }
  }

  /** Normal with variance 1 / fan_in, for selu; LeCun et al. 1998, equation 16. */
  record LecunNormal() implements OfNormal {
    @Override
    public double variance(Fans fans) {
      return 1 / fans.in();
    }
  }
}
