package io.concertina.plugin.standard.schedule;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.optimizer.RateSchedule;

/**
 * base · factor^⌊(step - 1) / every⌋: the value is multiplied by a factor every so many steps.
 *
 * @param factor above 0 and at most 1
 * @param every steps of one value, at least 1
 */
record StepDecay(double factor, long every) implements RateSchedule {

  static final Factory<StepDecay> FACTORY =
      Factory.of(
          "step_decay",
          StepDecay.class,
          settings ->
              new StepDecay(settings.number("factor", 0.5), settings.longInteger("every", 1000)),
          (value, description) ->
              description.put("factor", value.factor).put("every", value.every));

  StepDecay {
    if (!(factor > 0 && factor <= 1)) {
      throw new ConfigurationException("step_decay.factor", "above 0 and at most 1", factor);
    }
    if (every < 1) {
      throw new ConfigurationException("step_decay.every", "at least 1", every);
    }
  }

  @Override
  public double rate(double base, long step, long totalSteps) {
    return base * Math.pow(factor, (double) Math.floorDiv(step - 1, every));
  }
}
