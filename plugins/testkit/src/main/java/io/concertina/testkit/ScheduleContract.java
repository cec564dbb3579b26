package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.optimizer.RateSchedule;
import io.concertina.spi.Registry;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every schedule must do; extend it in a test and name schedules.
 *
 * <p>For each, in runs of several lengths, up to the step after the last one, which has the value
 * that the run ends with: the number is finite and not negative; it is proportional to its base, so
 * that it drives rates and coefficients alike; it depends on what is asked alone, not on what was
 * asked before, so that a resumed run goes on as it would have; the settings survive a round trip
 * through a configuration.
 *
 * <pre>{@code
 * class TriangularTest extends ScheduleContract {
 *   @Override
 *   protected List<RateSchedule> subjects() {
 *     return List.of(new Triangular(100));
 *   }
 * }
 * }</pre>
 */
public abstract class ScheduleContract {

  private static final long[] TOTALS = {1, 2, 7, 1000};
  private static final double BASE = 0.375;
  private static final double PRECISION = 1e-12;

  /** The schedules to check; several settings of one schedule are several subjects. */
  protected abstract List<? extends RateSchedule> subjects();

  /** Knows the factories; by default all plugins on the class path. */
  protected Registry registry() {
    return Registry.load(getClass().getClassLoader());
  }

  @TestFactory
  final Stream<DynamicTest> isFiniteAndNotNegative() {
    return each(
        (schedule, total) -> {
          for (double value : values(schedule, BASE, total)) {
            assertThat(value).isFinite().isNotNegative();
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> isProportionalToItsBase() {
    return each(
        (schedule, total) ->
            assertThat(values(schedule, 3 * BASE, total))
                .as("values at three times the base")
                .containsExactly(
                    DoubleStream.of(values(schedule, BASE, total)).map(v -> 3 * v).toArray(),
                    within(PRECISION)));
  }

  @TestFactory
  final Stream<DynamicTest> dependsOnWhatIsAskedAlone() {
    return each(
        (schedule, total) -> {
          double[] values = values(schedule, BASE, total);
          for (int step = values.length; step >= 1; step--) {
            assertThat(schedule.rate(BASE, step, total))
                .as("value at step %d of %d, asked again", step, total)
                .isEqualTo(values[step - 1]);
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> survivesItsConfiguration() {
    return subjects().stream()
        .map(subject -> dynamicTest(subject.toString(), () -> checkConfiguration(subject)));
  }

  private Stream<DynamicTest> each(BiConsumer<RateSchedule, Long> check) {
    return subjects().stream()
        .flatMap(
            subject ->
                LongStream.of(TOTALS)
                    .mapToObj(
                        total ->
                            dynamicTest(
                                subject + " in " + total, () -> check.accept(subject, total))));
  }

  private static double[] values(RateSchedule schedule, double base, long total) {
    return LongStream.rangeClosed(1, total + 1)
        .mapToDouble(step -> schedule.rate(base, step, total))
        .toArray();
  }

  private void checkConfiguration(RateSchedule subject) {
    Configurations<RateSchedule> configurations =
        new Configurations<>(registry(), RateSchedule.class);
    for (RateSchedule copy :
        List.of(configurations.roundTrip(subject), configurations.roundTripAsText(subject))) {
      for (long total : TOTALS) {
        assertThat(values(copy, BASE, total))
            .as("values after a round trip through a configuration")
            .isEqualTo(values(subject, BASE, total));
      }
    }
    configurations.rejectsUnknownKeys(subject);
  }
}
