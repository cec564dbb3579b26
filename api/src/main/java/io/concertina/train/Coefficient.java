package io.concertina.train;

import io.concertina.ConfigurationException;
import io.concertina.config.Makers;
import io.concertina.config.Settings;
import io.concertina.optimizer.RateSchedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much a term of the objective counts.
 *
 * @param value what a schedule starts from, as the optimiser's rate is for the rate
 * @param schedule how it changes over the run; empty for not at all
 */
public record Coefficient(double value, Optional<RateSchedule> schedule) {

  public Coefficient {
    if (!Double.isFinite(value)) {
      throw new ConfigurationException("coefficient", "a finite number", value);
    }
  }

  /** A coefficient that never changes. */
  public static Coefficient of(double value) {
    return new Coefficient(value, Optional.empty());
  }

  /**
   * Its value in a step.
   *
   * @param step counted from 1
   * @param total steps of the run
   * @throws ConfigurationException if the schedule gives no finite number
   */
  public double at(long step, long total) {
    return schedule.map(s -> finite(s, value, step, total)).orElse(value);
  }

  /** What a schedule says, which must be a number. */
  static double finite(RateSchedule schedule, double base, long step, long total) {
    double number = schedule.rate(base, step, total);
    if (!Double.isFinite(number)) {
      throw new ConfigurationException(
          "schedule " + schedule.getClass().getName(),
          "a finite number for step " + step + " of " + total,
          number);
    }
    return number;
  }

  /**
   * Its value after the last step, which validation uses.
   *
   * @param total steps of the run
   */
  public double last(long total) {
    return at(total + 1, total);
  }

  /** Reads a number, or a map of {@code value} and {@code schedule}. */
  static Coefficient read(Settings settings, String key) {
    if (!(settings.value(key) instanceof Map)) {
      return of(settings.number(key));
    }
    Settings section = settings.section(key);
    Coefficient coefficient =
        new Coefficient(
            section.number("value", 1),
            section.has("schedule")
                ? Optional.of(section.plugin("schedule", RateSchedule.class))
                : Optional.empty());
    section.finish();
    return coefficient;
  }

  Object describe(Makers makers) {
    if (schedule.isEmpty()) {
      return value;
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("value", value);
    tree.put("schedule", makers.describe(RateSchedule.class, schedule.get()));
    return tree;
  }
}
