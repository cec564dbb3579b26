package io.concertina.plugin.sparsity.weight;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.layer.Initializer;
import io.concertina.plugin.standard.initializer.Initializers;
import java.util.random.RandomGenerator;

/**
 * Another initialiser's values with zeros in random places, for variables of two and more axes.
 *
 * <p>Of n elements, sparsity · n, rounded, are 0; the others are divided by √(1 - sparsity), so
 * that sums over inputs keep their variance. Vectors and scalars are the other initialiser's.
 *
 * @param sparsity share of zeros, at least 0 and below 1
 * @param of gives the values
 * @param keepsZeros whether training leaves the zeros alone; otherwise they are only a start
 */
record RandomZero(double sparsity, Initializer of, boolean keepsZeros) implements Initializer {

  static final Factory<RandomZero> FACTORY =
      Factory.of(
          "random_zero",
          RandomZero.class,
          settings ->
              new RandomZero(
                  settings.number("sparsity"),
                  settings.plugin("of", Initializer.class, Initializers.glorotUniform()),
                  settings.flag("keep", false)),
          (value, description) ->
              description
                  .put("sparsity", value.sparsity)
                  .put("of", Initializer.class, value.of)
                  .put("keep", value.keepsZeros));

  RandomZero {
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new ConfigurationException("random_zero.sparsity", "at least 0 and below 1", sparsity);
    }
  }

  @Override
  public float[] values(int[] sizes, RandomGenerator random) {
    float[] values = of.values(sizes, random);
    if (sizes.length < 2) {
      return values;
    }
    int zeros = (int) Math.round(sparsity * values.length);
    Choice choice = new Choice(values.length);
    for (int i = 0; i < zeros; i++) {
      values[choice.next(random)] = 0;
    }
    float scale = (float) (1 / Math.sqrt(1 - sparsity));
    for (int i = 0; i < values.length; i++) {
      values[i] *= values[i] == 0 ? 0 : scale;
    }
    return values;
  }
}
