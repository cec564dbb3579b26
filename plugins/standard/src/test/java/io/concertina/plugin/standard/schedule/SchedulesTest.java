package io.concertina.plugin.standard.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.optimizer.RateSchedule;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SchedulesTest {

  private static double[] rates(RateSchedule schedule, double base, long total, long... steps) {
    return LongStream.of(steps).mapToDouble(step -> schedule.rate(base, step, total)).toArray();
  }

  @Test
  void constantStays() {
    assertThat(rates(Schedules.constant(), 0.5, 10, 1, 5, 10)).containsExactly(0.5, 0.5, 0.5);
  }

  @Test
  void exponentialDecayFallsByItsRateEveryDecaySteps() {
    assertThat(rates(Schedules.exponentialDecay(0.25, 10), 0.8, 100, 1, 6, 11, 21))
        .containsExactly(new double[] {0.8, 0.4, 0.2, 0.05}, within(1e-15));
  }

  @Test
  void stepDecayFallsAtOnce() {
    assertThat(rates(Schedules.stepDecay(0.5, 3), 0.8, 100, 1, 3, 4, 6, 7, 10))
        .containsExactly(0.8, 0.8, 0.4, 0.4, 0.2, 0.1);
  }

  @Test
  void cosineFallsFromTheBaseRateToItsFloor() {
    assertThat(rates(Schedules.cosine(0.1), 2, 12, 1, 5, 7, 13, 20))
        .containsExactly(new double[] {2, 1.55, 1.1, 0.2, 0.2}, within(1e-15));
  }

  @Test
  void polynomialFallsWithItsPower() {
    assertThat(rates(Schedules.polynomial(1, 0), 2, 4, 1, 2, 3, 4, 5))
        .containsExactly(2, 1.5, 1, 0.5, 0);
    assertThat(rates(Schedules.polynomial(2, 0.5), 2, 4, 1, 3, 5)).containsExactly(2, 1.25, 1);
  }

  @Test
  void theLastStepOfARunStillMoves() {
    assertThat(Schedules.cosine(0).rate(1, 1000, 1000)).isPositive();
    assertThat(Schedules.polynomial(2, 0).rate(1, 1000, 1000)).isPositive();
  }

  @Test
  void warmupRisesInAStraightLineAndHandsOver() {
    RateSchedule schedule = Schedules.warmup(4, Schedules.polynomial(1, 0));
    assertThat(rates(schedule, 2, 8, 1, 2, 3, 4, 5, 6, 7, 8))
        .containsExactly(0.5, 1, 1.5, 2, 2, 1.5, 1, 0.5);
  }

  @Test
  void linearGoesFromOneShareToAnotherAndStays() {
    assertThat(rates(Schedules.linear(0, 1, 1), 2, 4, 1, 2, 3, 4, 5, 9))
        .containsExactly(0, 0.5, 1, 1.5, 2, 2);
    assertThat(rates(Schedules.linear(1, 0.25, 0.5), 4, 8, 1, 3, 5, 6, 8))
        .containsExactly(4, 2.5, 1, 1, 1);
  }

  @Test
  void everyCycleRisesAndStays() {
    assertThat(rates(Schedules.cyclic(2, 0.5), 3, 16, 1, 2, 3, 4, 5, 6, 8, 9, 10, 13, 16))
        .containsExactly(new double[] {0, 0.75, 1.5, 2.25, 3, 3, 3, 0, 0.75, 3, 3}, within(1e-15));
  }

  @Test
  void cyclesEndAtTheirTop() {
    assertThat(rates(Schedules.cyclic(4, 1), 2, 10, 11, 12)).containsExactly(2, 2);
  }

  @Test
  void aWarmupLongerThanTheRunOnlyRises() {
    assertThat(rates(Schedules.warmup(10, Schedules.cosine(0)), 1, 5, 1, 5))
        .containsExactly(0.1, 0.5);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Schedules.exponentialDecay(0, 1))
        .hasMessage("exponential_decay.decay_rate: expected above 0 and at most 1, got 0.0");
    assertThatThrownBy(() -> Schedules.exponentialDecay(0.5, 0))
        .hasMessage("exponential_decay.decay_steps: expected at least 1, got 0");
    assertThatThrownBy(() -> Schedules.stepDecay(1.1, 1))
        .hasMessageStartingWith("step_decay.factor: ");
    assertThatThrownBy(() -> Schedules.stepDecay(0.5, 0))
        .hasMessageStartingWith("step_decay.every: ");
    assertThatThrownBy(() -> Schedules.cosine(-0.1)).hasMessageStartingWith("cosine.floor: ");
    assertThatThrownBy(() -> Schedules.polynomial(0, 0))
        .hasMessageStartingWith("polynomial.power: ");
    assertThatThrownBy(() -> Schedules.polynomial(1, 2))
        .hasMessageStartingWith("polynomial.floor: ");
    assertThatThrownBy(() -> Schedules.linear(-1, 1, 1)).hasMessageStartingWith("linear.from: ");
    assertThatThrownBy(() -> Schedules.linear(0, Double.NaN, 1))
        .hasMessageStartingWith("linear.to: ");
    assertThatThrownBy(() -> Schedules.linear(0, 1, 0)).hasMessageStartingWith("linear.over: ");
    assertThatThrownBy(() -> Schedules.cyclic(0, 1)).hasMessageStartingWith("cyclic.cycles: ");
    assertThatThrownBy(() -> Schedules.cyclic(1, 1.5)).hasMessageStartingWith("cyclic.ratio: ");
    assertThatThrownBy(() -> Schedules.warmup(0, Schedules.constant()))
        .hasMessage("warmup.steps: expected at least 1, got 0");
  }
}
