package io.concertina.plugin.standard.schedule;

import io.concertina.optimizer.RateSchedule;
import io.concertina.testkit.ScheduleContract;
import java.util.List;

class SchedulesContractTest extends ScheduleContract {

  @Override
  protected List<RateSchedule> subjects() {
    return List.of(
        Schedules.constant(),
        Schedules.exponentialDecay(0.5, 7),
        Schedules.stepDecay(0.25, 3),
        Schedules.cosine(0.1),
        Schedules.polynomial(2, 0.1),
        Schedules.linear(0, 1, 1),
        Schedules.linear(2, 0.5, 0.25),
        Schedules.cyclic(4, 0.5),
        Schedules.cyclic(1, 1),
        Schedules.warmup(5, Schedules.warmup(6, Schedules.cosine(0.2))));
  }
}
