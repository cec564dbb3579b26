package io.concertina.plugin.standard.schedule;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.optimizer.RateSchedule;

/**
 * base · (from + (to - from) · min(1, p / over)) with the progress p = (step - 1) / total.
 *
 * @param from share of the base value at the first step, at least 0
 * @param to share of the base value that is reached, at least 0
 * @param over share of the run in which it is reached, above 0 and at most 1
 */
record Linear(double from, double to, double over) implements RateSchedule {

  static final Factory<Linear> FACTORY =
      Factory.of(
          "linear",
          Linear.class,
          settings ->
              new Linear(
                  settings.number("from", 0), settings.number("to", 1), settings.number("over", 1)),
          (value, description) ->
              description.put("from", value.from).put("to", value.to).put("over", value.over));

  Linear {
    requireShare("linear.from", from);
    requireShare("linear.to", to);
    if (!(over > 0 && over <= 1)) {
      throw new ConfigurationException(
          "linear.over", "a share of the run, above 0 and at most 1", over);
    }
  }

  private static void requireShare(String where, double share) {
    if (!(share >= 0 && Double.isFinite(share))) {
      throw new ConfigurationException(where, "a number of at least 0", share);
    }
  }

  @Override
  public double rate(double base, long step, long totalSteps) {
    double done = Math.min(1, Progress.of(step, totalSteps) / over);
    return base * (from * (1 - done) + to * done);
  }
}
