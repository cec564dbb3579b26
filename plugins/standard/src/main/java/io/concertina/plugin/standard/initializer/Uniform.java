package io.concertina.plugin.standard.initializer;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.layer.Initializer;
import java.util.random.RandomGenerator;

/**
 * Uniform on [low, high).
 *
 * @param low smallest value
 * @param high bound above low
 */
record Uniform(double low, double high) implements Initializer {

  static final Factory<Uniform> FACTORY =
      Factory.of(
          "uniform",
          Uniform.class,
          settings -> new Uniform(settings.number("low", -0.05), settings.number("high", 0.05)),
          (value, description) -> description.put("low", value.low).put("high", value.high));

  Uniform {
    if (!Double.isFinite(low)) {
      throw new ConfigurationException("uniform.low", "a finite number", low);
    }
    if (!(high > low && Double.isFinite(high))) {
      throw new ConfigurationException("uniform.high", "a number above low = " + low, high);
    }
  }

  @Override
  public float[] values(int[] sizes, RandomGenerator random) {
    return Draws.fill(sizes, () -> low + (high - low) * random.nextDouble());
  }
}
