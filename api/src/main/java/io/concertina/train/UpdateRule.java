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
 * @param layers which layers learn, and how fast
 */
public record UpdateRule(
    Optimizer optimizer, Optional<RateSchedule> schedule, Clip clip, LayerRates layers) {

  /** A rule of constant rate without clipping, the same for all layers. */
  public static UpdateRule of(Optimizer optimizer) {
    return new UpdateRule(optimizer, Optional.empty(), Clip.none(), LayerRates.all());
  }

  /** The same rule by another optimiser. */
  public UpdateRule with(Optimizer other) {
    return new UpdateRule(other, schedule, clip, layers);
  }

  /** The same rule with another schedule of the rate. */
  public UpdateRule with(RateSchedule other) {
    return new UpdateRule(optimizer, Optional.of(other), clip, layers);
  }

  /** The same rule with another bound on gradients. */
  public UpdateRule with(Clip other) {
    return new UpdateRule(optimizer, schedule, other, layers);
  }

  /** The same rule for other layers. */
  public UpdateRule with(LayerRates other) {
    return new UpdateRule(optimizer, schedule, clip, other);
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
