package io.concertina.plugin.pruning;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.prune.PruningTime;
import java.util.Locale;
import java.util.Map;

/**
 * When a pruner decides, and how far it has come: at {@code begin}, then every {@code frequency},
 * and at {@code end}.
 *
 * <p>The polynomial is that of M. Zhu, S. Gupta, "To prune, or not to prune", ICLR 2018 workshop,
 * equation 1.
 *
 * @param kind how the progress from 0 to 1 depends on time
 * @param unit what the three times are counted in
 * @param begin time of the first decision, at least 0
 * @param end time of the last decision, at least {@code begin} and within the run
 * @param frequency time between decisions, above 0
 * @param power exponent of the polynomial, above 0
 */
public record Schedule(
    Kind kind, Unit unit, double begin, double end, double frequency, double power) {

  /** How progress depends on the share p of the time between begin and end. */
  public enum Kind {
    /** 1 at once: the only decision is at begin. */
    CONSTANT,
    /** 1 - (1 - p)^power: fast at first, while there is much to take. */
    POLYNOMIAL,
    /** (1 - cos πp) / 2. */
    COSINE
  }

  /** What times are counted in. */
  public enum Unit {
    /** Steps of the optimiser. */
    STEPS,
    /** Passes over the rows. */
    EPOCHS,
    /** Shares of the whole run, from 0 to 1. */
    RUN
  }

  public Schedule {
    if (!(begin >= 0 && Double.isFinite(begin))) {
      throw new ConfigurationException("schedule.begin", "at least 0", begin);
    }
    if (!(end >= begin && Double.isFinite(end))) {
      throw new ConfigurationException(
          "schedule.end", "at least schedule.begin, " + begin, end + "; end it after its begin");
    }
    if (!(frequency > 0 && Double.isFinite(frequency))) {
      throw new ConfigurationException("schedule.frequency", "above 0", frequency);
    }
    if (!(power > 0 && Double.isFinite(power))) {
      throw new ConfigurationException("schedule.power", "above 0", power);
    }
  }

  /** Cubic decay over the first half of a run, in fifty decisions. */
  public static Schedule firstHalf() {
    return new Schedule(Kind.POLYNOMIAL, Unit.RUN, 0, 0.5, 0.01, 3);
  }

  /** One decision, at the first step. */
  public static Schedule once() {
    return new Schedule(Kind.CONSTANT, Unit.RUN, 0, 0, 1, 1);
  }

  static Schedule read(Settings settings, Schedule fallback) {
    Unit unit = settings.choice("unit", Unit.class, fallback.unit);
    boolean same = unit == fallback.unit;
    Kind kind = settings.choice("kind", Kind.class, fallback.kind);
    double begin = settings.number("begin", 0);
    double end =
        same
            ? settings.number("end", Math.max(begin, fallback.end))
            : kind == Kind.CONSTANT ? settings.number("end", begin) : settings.number("end");
    Schedule schedule =
        new Schedule(
            kind,
            unit,
            begin,
            end,
            settings.number(
                "frequency", same ? fallback.frequency : unit == Unit.STEPS ? 100 : 0.25),
            settings.number("power", fallback.power));
    settings.finish();
    return schedule;
  }

  Map<String, Object> describe() {
    return Map.of(
        "kind", kind.name().toLowerCase(Locale.ROOT),
        "unit", unit.name().toLowerCase(Locale.ROOT),
        "begin", begin,
        "end", end,
        "frequency", frequency,
        "power", power);
  }

  /**
   * Whether a decision is due.
   *
   * @throws ConfigurationException if the schedule does not end within the run
   */
  boolean due(PruningTime time) {
    long first = steps(begin, time);
    long last = kind == Kind.CONSTANT ? first : steps(end, time);
    if (last >= time.total()) {
      throw new ConfigurationException(
          "schedule.end",
          "before the end of the run, step " + time.total(),
          "step " + last + "; end the schedule earlier or train longer");
    }
    long every = Math.max(1, steps(frequency, time));
    long now = time.done();
    return now == last || now >= first && now < last && (now - first) % every == 0;
  }

  /** How far the schedule has come, from 0 to 1. */
  double progress(PruningTime time) {
    long first = steps(begin, time);
    long last = steps(end, time);
    if (kind == Kind.CONSTANT || time.done() >= last) {
      return 1;
    }
    double p = Math.max(0, (double) (time.done() - first) / (last - first));
    return switch (kind) {
      case CONSTANT -> 1;
      case POLYNOMIAL -> 1 - Math.pow(1 - p, power);
      case COSINE -> (1 - Math.cos(Math.PI * p)) / 2;
    };
  }

  private long steps(double time, PruningTime run) {
    double unitSteps =
        switch (unit) {
          case STEPS -> 1;
          case EPOCHS -> run.stepsPerEpoch();
          case RUN -> run.total();
        };
    return Math.round(time * unitSteps);
  }
}
