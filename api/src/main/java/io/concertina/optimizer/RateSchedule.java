package io.concertina.optimizer;

/**
 * How a number changes over a run: the learning rate, or the coefficient of a term of the loss.
 * Runs on the host.
 */
public interface RateSchedule {

  /**
   * The number at one step.
   *
   * @param base what it is multiples of: the optimiser's rate, or the coefficient that the plan
   *     gives
   * @param step number of the step, counted from 1; the step after the last one has the value that
   *     the run ends with
   * @param totalSteps how many steps the run will have if it is not stopped early
   * @return proportional to {@code base}
   */
  double rate(double base, long step, long totalSteps);
}
