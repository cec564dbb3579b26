package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.optimizer.RateSchedule;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schedule contract must notice each of these defects, in the test that is about it. */
class ScheduleContractDefectsTest {

  @Test
  void aDivisionByTheStepsThatAreLeft() {
    fails(DividesByZero.class, "isFiniteAndNotNegative", "finite");
  }

  @Test
  void aLineThatRunsBelowZero() {
    fails(BelowZero.class, "isFiniteAndNotNegative", "greater than or equal to");
  }

  @Test
  void aFloorThatIsNotAShare() {
    fails(FixedFloor.class, "isProportionalToItsBase", "at three times the base");
  }

  @Test
  void aScheduleThatRemembers() {
    fails(Remembers.class, "dependsOnWhatIsAskedAlone", "asked again");
  }

  @Test
  void aScheduleWithoutAFactory() {
    fails(FixedFloor.class, "survivesItsConfiguration", "a factory in a plugin");
  }

  /** The contract of one schedule that no factory knows. */
  abstract static class OfSchedule extends ScheduleContract implements RateSchedule {

    @Override
    protected List<? extends RateSchedule> subjects() {
      return List.of(this);
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }
  }

  static class DividesByZero extends OfSchedule {
    @Override
    public double rate(double base, long step, long totalSteps) {
      return base / (totalSteps + 1 - step);
    }
  }

  static class BelowZero extends OfSchedule {
    @Override
    public double rate(double base, long step, long totalSteps) {
      return base * (1 - 1.5 * step / totalSteps);
    }
  }

  static class FixedFloor extends OfSchedule {
    @Override
    public double rate(double base, long step, long totalSteps) {
      return Math.max(base / step, 0.5);
    }
  }

  static class Remembers extends OfSchedule {

    private double last = 1;

    @Override
    public double rate(double base, long step, long totalSteps) {
      last *= 0.9;
      return base * last;
    }
  }
}
