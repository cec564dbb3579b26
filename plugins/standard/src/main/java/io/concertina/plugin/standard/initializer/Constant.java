package io.concertina.plugin.standard.initializer;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.layer.Initializer;
import java.util.random.RandomGenerator;

/**
 * One number everywhere.
 *
 * @param value the number
 */
record Constant(double value) implements Initializer {

  static final Factory<Constant> FACTORY =
      Factory.of(
          "constant",
          Constant.class,
          settings -> new Constant(settings.number("value")),
          (constant, description) -> description.put("value", constant.value));

  Constant {
    if (!Double.isFinite(value)) {
      throw new ConfigurationException("constant.value", "a finite number", value);
    }
  }

  @Override
  public float[] values(int[] sizes, RandomGenerator random) {
    return Draws.fill(sizes, value);
  }
}
