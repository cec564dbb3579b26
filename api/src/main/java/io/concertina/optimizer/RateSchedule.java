package io.concertina.optimizer;

/** How the learning rate changes over a run. Runs on the host. */
public interface RateSchedule {

  /**
   * The rate of one step.
   *
   * @param base the optimiser's rate
   * @param step number of the step, counted from 1
   * @param totalSteps how many steps the run will have if it is not stopped early
   */
  double rate(double base, long step, long totalSteps);
}
