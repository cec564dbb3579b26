package io.concertina.plugin.standard.schedule;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.optimizer.RateSchedule;

/**
 * base · decayRate^((step - 1) / decaySteps), smoothly.
 *
 * @param decayRate factor per {@code decaySteps}, above 0 and at most 1
 * @param decaySteps steps per factor, at least 1
 */
record ExponentialDecay(double decayRate, long decaySteps) implements RateSchedule {

  static final Factory<ExponentialDecay> FACTORY =
      Factory.of(
          "exponential_decay",
          ExponentialDecay.class,
          settings ->
              new ExponentialDecay(
                  settings.number("decay_rate", 0.96), settings.longInteger("decay_steps", 1000)),
          (value, description) ->
              description.put("decay_rate", value.decayRate).put("decay_steps", value.decaySteps));

  ExponentialDecay {
    if (!(decayRate > 0 && decayRate <= 1)) {
      throw new ConfigurationException(
          "exponential_decay.decay_rate", "above 0 and at most 1", decayRate);
    }
    if (decaySteps < 1) {
      throw new ConfigurationException("exponential_decay.decay_steps", "at least 1", decaySteps);
    }
  }

  @Override
  public double rate(double base, long step, long totalSteps) {
    return base * Math.pow(decayRate, (step - 1.0) / decaySteps);
  }
}
