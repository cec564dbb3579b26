package io.concertina.plugin.standard.schedule;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.optimizer.RateSchedule;

/**
 * Warm-up again and again: base · min(1, τ / ratio), where τ from 0 to 1 is how far the cycle is, τ
 * = (cycles · (step - 1) mod total) / total. After the run it stays at base.
 *
 * <p>For the coefficient of a term that would win at once if it were there from the beginning, such
 * as the KL term of a variational autoencoder.
 *
 * <p>Source: H. Fu, C. Li, X. Liu, J. Gao, A. Celikyilmaz, L. Carin, "Cyclical Annealing Schedule:
 * A Simple Approach to Mitigating KL Vanishing", NAACL 2019, equations 6 and 7 with a linear f.
 *
 * @param cycles how many, at least 1
 * @param ratio share of a cycle that rises, above 0 and at most 1
 */
record Cyclic(int cycles, double ratio) implements RateSchedule {

  static final int CYCLES = 4;
  static final double RATIO = 0.5;

  static final Factory<Cyclic> FACTORY =
      Factory.of(
          "cyclic",
          Cyclic.class,
          settings ->
              new Cyclic(settings.integer("cycles", CYCLES), settings.number("ratio", RATIO)),
          (value, description) ->
              description.put("cycles", value.cycles).put("ratio", value.ratio));

  Cyclic {
    if (cycles < 1) {
      throw new ConfigurationException("cyclic.cycles", "at least 1", cycles);
    }
    if (!(ratio > 0 && ratio <= 1)) {
      throw new ConfigurationException(
          "cyclic.ratio", "a share of the cycle, above 0 and at most 1", ratio);
    }
  }

  @Override
  public double rate(double base, long step, long totalSteps) {
    if (step > totalSteps) {
      return base;
    }
    double within = (double) (cycles * (step - 1) % totalSteps) / totalSteps;
    return base * Math.min(1, within / ratio);
  }
}
