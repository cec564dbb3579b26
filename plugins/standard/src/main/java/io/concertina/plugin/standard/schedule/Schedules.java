package io.concertina.plugin.standard.schedule;

import io.concertina.config.Factory;
import io.concertina.optimizer.RateSchedule;
import java.util.List;

/**
 * The standard schedules, to be imported statically: for the learning rate and for coefficients.
 *
 * <p>Steps are counted from 1. The base value is the optimiser's own rate or the coefficient that
 * the plan gives. The first step has it, unless the schedule rises.
 */
public final class Schedules {

  private Schedules() {}

  /** The base value all the time. */
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
   * The value is multiplied by a factor every so many steps.
   *
   * @param factor above 0 and at most 1
   * @param every steps of one value, at least 1
   */
  public static RateSchedule stepDecay(double factor, long every) {
    return new StepDecay(factor, every);
  }

  /**
   * Half a cosine from the base value towards a share of it at the end of the run.
   *
   * @param floor share of the base value, from 0 to 1
   */
  public static RateSchedule cosine(double floor) {
    return new Cosine(floor);
  }

  /**
   * A power of what is left of the run, towards a share of the base value at its end.
   *
   * @param power 1 for a straight line, above 0
   * @param floor share of the base value, from 0 to 1
   */
  public static RateSchedule polynomial(double power, double floor) {
    return new Polynomial(power, floor);
  }

  /**
   * A straight line between two shares of the base value; then it stays.
   *
   * @param from share of the base value at the first step, at least 0
   * @param to share of the base value that is reached, at least 0
   * @param over share of the run in which it is reached, above 0 and at most 1
   */
  public static RateSchedule linear(double from, double to, double over) {
    return new Linear(from, to, over);
  }

  /**
   * Several equal cycles, each of which rises from 0 to the base value and stays there.
   *
   * @param cycles how many, at least 1
   * @param ratio share of a cycle that rises, above 0 and at most 1
   */
  public static RateSchedule cyclic(int cycles, double ratio) {
    return new Cyclic(cycles, ratio);
  }

  /**
   * A straight line up to the base value; then another schedule for the rest of the run.
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
        Linear.FACTORY,
        Cyclic.FACTORY,
        Warmup.FACTORY);
  }
}
