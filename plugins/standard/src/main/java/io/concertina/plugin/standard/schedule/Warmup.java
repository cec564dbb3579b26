package io.concertina.plugin.standard.schedule;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.optimizer.RateSchedule;

/**
 * base · step / steps up to {@code steps}; then another schedule, for which the run begins there.
 *
 * @param steps length of the warm-up, at least 1
 * @param then what follows
 */
record Warmup(long steps, RateSchedule then) implements RateSchedule {

  static final Factory<Warmup> FACTORY =
      Factory.of(
          "warmup",
          Warmup.class,
          settings ->
              new Warmup(
                  settings.longInteger("steps", 100),
                  settings.plugin("then", RateSchedule.class, new ConstantRate())),
          (value, description) ->
              description.put("steps", value.steps).put("then", RateSchedule.class, value.then));

  Warmup {
    if (steps < 1) {
      throw new ConfigurationException("warmup.steps", "at least 1", steps);
    }
  }

  @Override
  public double rate(double base, long step, long totalSteps) {
    return step <= steps
        ? base * step / steps
        : then.rate(base, step - steps, Math.max(1, totalSteps - steps));
  }
}
