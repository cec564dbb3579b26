package io.concertina.plugin.standard.schedule;

import io.concertina.optimizer.RateSchedule;
import io.concertina.config.Factory;
import java.util.List;

/**
 * The standard rate schedules, to be imported statically.
 *
 * <p>Steps are counted from 1, and the first step of a run has the optimiser's own rate, unless it
 * is warmed up.
 */
public final class Schedules {

  private Schedules() {}

  /** The optimiser's rate all the time. */
  public static RateSchedule constant() {
    return new ConstantRate();
  }

  /**
   * base · decayRate^((step - 1) / decaySteps).
   *
   * @param decayRate factor per {@code decaySteps}, above 0 and at most 1
   * @param decaySteps steps per factor, at least 1
   */
  public static RateSchedule exponentialDecay(double decayRate, long decaySteps) {
    return new ExponentialDecay(decayRate, decaySteps);
  }

  /**
   * The rate is multiplied by a factor every so many steps.
   *
   * @param factor above 0 and at most 1
   * @param every steps of one rate, at least 1
   */
  public static RateSchedule stepDecay(double factor, long every) {
    return new StepDecay(factor, every);
  }

  /**
   * Half a cosine from the base rate towards a share of it at the end of the run.
   *
   * @param floor share of the base rate, from 0 to 1
   */
  public static RateSchedule cosine(double floor) {
    return new Cosine(floor);
  }

  /**
   * A power of what is left of the run, towards a share of the base rate at its end.
   *
   * @param power 1 for a straight line, above 0
   * @param floor share of the base rate, from 0 to 1
   */
  public static RateSchedule polynomial(double power, double floor) {
    return new Polynomial(power, floor);
  }

  /**
   * A straight line up to the base rate; then another schedule for the rest of the run.
   *
   * @param steps length of the line, at least 1
   * @param then what follows
   */
  public static RateSchedule warmup(long steps, RateSchedule then) {
    return new Warmup(steps, then);
  }

  /** What the plugin offers. */
  public static List<Factory<? extends RateSchedule>> factories() {
    return List.of(
        Factory.of("constant", new ConstantRate()),
        ExponentialDecay.FACTORY,
        StepDecay.FACTORY,
        Cosine.FACTORY,
        Polynomial.FACTORY,
        Warmup.FACTORY);
  }
}
