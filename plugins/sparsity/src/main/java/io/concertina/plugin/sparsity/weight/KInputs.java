package io.concertina.plugin.sparsity.weight;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Shape;
import io.concertina.layer.Initializer;
import java.util.random.RandomGenerator;

/**
 * Kernels whose units have k random inputs each, with normal weights, and zeros elsewhere.
 *
 * <p>A variable [..., units] of two and more axes gets k elements per unit, or all if there are no
 * more; vectors and scalars are 0.
 *
 * <p>Source: J. Martens, "Deep learning via Hessian-free optimization", ICML 2010, section 5; I.
 * Sutskever, J. Martens, G. Dahl, G. Hinton, "On the importance of initialization and momentum in
 * deep learning", ICML 2013, section 3: k = 15 and stddev = 1.
 *
 * @param k inputs per unit, at least 1
 * @param stddev standard deviation, at least 0
 * @param keepsZeros whether training leaves the zeros alone; otherwise they are only a start
 */
record KInputs(int k, double stddev, boolean keepsZeros) implements Initializer {

  static final int K = 15;
  static final double STDDEV = 1;

  static final Factory<KInputs> FACTORY =
      Factory.of(
          "k_inputs",
          KInputs.class,
          settings ->
              new KInputs(
                  settings.integer("k", K),
                  settings.number("stddev", STDDEV),
                  settings.flag("keep", false)),
          (value, description) ->
              description
                  .put("k", value.k)
                  .put("stddev", value.stddev)
                  .put("keep", value.keepsZeros));

  KInputs {
    if (k < 1) {
      throw new ConfigurationException("k_inputs.k", "at least 1", k);
    }
    Strengths.notNegative("k_inputs.stddev", stddev);
  }

  @Override
  public float[] values(int[] sizes, RandomGenerator random) {
    float[] values = new float[Shape.of(sizes).size()];
    if (sizes.length < 2 || values.length == 0) {
      return values;
    }
    int units = sizes[sizes.length - 1];
    int inputs = values.length / units;
    for (int unit = 0; unit < units; unit++) {
      Choice choice = new Choice(inputs);
      for (int i = 0; i < Math.min(k, inputs); i++) {
        values[choice.next(random) * units + unit] = (float) (stddev * random.nextGaussian());
      }
    }
    return values;
  }
}
