package io.concertina.plugin.standard.initializer;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.layer.Initializer;
import java.util.random.RandomGenerator;

/**
 * Normal.
 *
 * @param mean any number
 * @param stddev standard deviation, at least 0
 */
record Normal(double mean, double stddev) implements Initializer {

  static final Factory<Normal> FACTORY =
      Factory.of(
          "normal",
          Normal.class,
          settings -> new Normal(settings.number("mean", 0), settings.number("stddev", 0.05)),
          (value, description) -> description.put("mean", value.mean).put("stddev", value.stddev));

  Normal {
    if (!Double.isFinite(mean)) {
      throw new ConfigurationException("normal.mean", "a finite number", mean);
    }
    if (!(stddev >= 0 && Double.isFinite(stddev))) {
      throw new ConfigurationException("normal.stddev", "a number of at least 0", stddev);
    }
  }

  @Override
  public float[] values(int[] sizes, RandomGenerator random) {
    return Draws.fill(sizes, () -> mean + stddev * random.nextGaussian());
  }
}
