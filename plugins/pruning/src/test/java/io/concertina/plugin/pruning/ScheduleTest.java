package io.concertina.plugin.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.plugin.pruning.Schedule.Kind;
import io.concertina.plugin.pruning.Schedule.Unit;
import io.concertina.prune.PruningTime;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static PruningTime at(long step) {
    return new PruningTime(step, 100, 10);
  }

  private static List<Long> decisions(Schedule schedule) {
    return LongStream.range(0, 100).filter(step -> schedule.due(at(step))).boxed().toList();
  }

  @Test
  void decisionsStartAtBeginRepeatAndEndAtEnd() {
    assertThat(decisions(new Schedule(Kind.POLYNOMIAL, Unit.STEPS, 3, 14, 4, 3)))
        .containsExactly(3L, 7L, 11L, 14L);
    assertThat(decisions(new Schedule(Kind.COSINE, Unit.EPOCHS, 0.5, 2, 0.5, 3)))
        .containsExactly(5L, 10L, 15L, 20L);
    assertThat(decisions(new Schedule(Kind.COSINE, Unit.RUN, 0, 0.5, 0.25, 3)))
        .containsExactly(0L, 25L, 50L);
    assertThat(decisions(new Schedule(Kind.CONSTANT, Unit.EPOCHS, 3, 5, 1, 3)))
        .containsExactly(30L);
  }

  @Test
  void progressFollowsItsFormula() {
    Schedule cubic = new Schedule(Kind.POLYNOMIAL, Unit.STEPS, 10, 50, 1, 3);
    assertThat(cubic.progress(at(10))).isZero();
    assertThat(cubic.progress(at(30))).isCloseTo(1 - 0.125, within(1e-12));
    assertThat(cubic.progress(at(50))).isEqualTo(1);
    Schedule cosine = new Schedule(Kind.COSINE, Unit.STEPS, 10, 50, 1, 3);
    assertThat(cosine.progress(at(20))).isCloseTo((1 - Math.sqrt(0.5)) / 2, within(1e-12));
    assertThat(cosine.progress(at(99))).isEqualTo(1);
    assertThat(new Schedule(Kind.CONSTANT, Unit.STEPS, 0, 0, 1, 3).progress(at(0))).isEqualTo(1);
  }

  @Test
  void aScheduleThatEndsBeforeItBeginsIsRefused() {
    assertThatThrownBy(() -> new Schedule(Kind.COSINE, Unit.EPOCHS, 5, 2, 1, 3))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "schedule.end: expected at least schedule.begin, 5.0, got 2.0; end it after its begin");
  }

  @Test
  void aScheduleThatOutlastsTheRunIsRefusedAtItsFirstStep() {
    Schedule late = new Schedule(Kind.COSINE, Unit.EPOCHS, 0, 10, 1, 3);
    assertThatThrownBy(() -> late.due(at(0)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("before the end of the run, step 100, got step 100");
  }
}
