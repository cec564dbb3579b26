package io.concertina.plugin.standard.schedule;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.optimizer.RateSchedule;

/**
 * base · (floor + (1 - floor) · (1 - p)^power) with the progress p = (step - 1) / total.
 *
 * @param power 1 for a straight line, above 0
 * @param floor share of the base value that is reached at the end, from 0 to 1
 */
record Polynomial(double power, double floor) implements RateSchedule {

  static final Factory<Polynomial> FACTORY =
      Factory.of(
          "polynomial",
          Polynomial.class,
          settings -> new Polynomial(settings.number("power", 1), settings.number("floor", 0)),
          (value, description) -> description.put("power", value.power).put("floor", value.floor));

  Polynomial {
    if (!(power > 0 && Double.isFinite(power))) {
      throw new ConfigurationException("polynomial.power", "a number above 0", power);
    }
    if (!(floor >= 0 && floor <= 1)) {
      throw new ConfigurationException("polynomial.floor", "a share from 0 to 1", floor);
    }
  }

  @Override
  public double rate(double base, long step, long totalSteps) {
    double fall = Math.pow(1 - Progress.of(step, totalSteps), power);
    return base * (floor + (1 - floor) * fall);
  }
}
