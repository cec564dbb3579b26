package io.concertina.plugin.standard.schedule;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.optimizer.RateSchedule;

/**
 * base · (floor + (1 - floor) · (1 + cos πp) / 2) with the progress p = (step - 1) / total.
 *
 * <p>Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR
 * 2017, equation 5, for a single period.
 *
 * @param floor share of the base value that is reached at the end, from 0 to 1
 */
record Cosine(double floor) implements RateSchedule {

  static final Factory<Cosine> FACTORY =
      Factory.of(
          "cosine",
          Cosine.class,
          settings -> new Cosine(settings.number("floor", 0)),
          (value, description) -> description.put("floor", value.floor));

  Cosine {
    if (!(floor >= 0 && floor <= 1)) {
      throw new ConfigurationException("cosine.floor", "a share from 0 to 1", floor);
    }
  }

  @Override
  public double rate(double base, long step, long totalSteps) {
    double fall = (1 + Math.cos(Math.PI * Progress.of(step, totalSteps))) / 2;
    return base * (floor + (1 - floor) * fall);
  }
}
