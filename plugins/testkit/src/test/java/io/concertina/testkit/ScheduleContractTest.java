package io.concertina.testkit;

import io.concertina.optimizer.RateSchedule;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Halving;
import java.util.List;

/** Sound schedules pass. */
class ScheduleContractTest extends ScheduleContract {

  @Override
  protected List<RateSchedule> subjects() {
    return List.of(new Halving(1), new Halving(30));
  }

  @Override
  protected Registry registry() {
    return FixturePlugin.registry();
  }
}
