package io.concertina.plugin.standard.schedule;

import io.concertina.optimizer.RateSchedule;

/** The base value all the time. */
record ConstantRate() implements RateSchedule {
  @Override
  public double rate(double base, long step, long totalSteps) {
    return base;
  }
}
