package io.concertina.train;

import io.concertina.optimizer.Optimizer;
import io.concertina.optimizer.RateSchedule;
import java.util.Optional;

/**
 * How gradients change weights.
 *
 * @param optimizer update rule
 * @param schedule how its rate changes; empty for not at all
 * @param clip bound on gradients
 */
public record UpdateRule(Optimizer optimizer, Optional<RateSchedule> schedule, Clip clip) {

  /** A rule of constant rate without clipping. */
  public static UpdateRule of(Optimizer optimizer) {
    return new UpdateRule(optimizer, Optional.empty(), Clip.none());
  }

  /**
   * The rate of a step.
   *
   * @param step counted from 1
   * @param total steps of the run
   * @throws io.concertina.ConfigurationException if the schedule gives no finite number
   */
  public double rate(long step, long total) {
    double base = optimizer.rate();
    return schedule.map(s -> Coefficient.finite(s, base, step, total)).orElse(base);
  }
}
