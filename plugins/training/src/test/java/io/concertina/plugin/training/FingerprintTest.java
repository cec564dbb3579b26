package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.Dataset;
import io.concertina.loss.Loss;
import io.concertina.model.Model;
import io.concertina.optimizer.RateSchedule;
import io.concertina.train.Clip;
import io.concertina.train.LayerRates;
import io.concertina.train.Objective;
import io.concertina.train.PlateauRate;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.TrainingPlan;
import io.concertina.train.TrainingRows;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  private static final TrainingPlan PLAN = Fixtures.plan(3);
  private static final Dataset ROWS = Fixtures.rows(50);
  private static final Fingerprint SAME = of(PLAN, ROWS);

  @Test
  void itIsTheSameForMoreEpochsAndForRowsReadAnotherWay() {
    assertThat(of(Fixtures.plan(30), ROWS)).isEqualTo(SAME);
    assertThat(of(PLAN, Fixtures.streamed(ROWS, 7))).isEqualTo(SAME);
  }

  @Test
  void otherRowsTellRunsApart() {
    assertThat(of(PLAN, Fixtures.rows(60).rows(10, 50))).isNotEqualTo(SAME);
  }

  @Test
  void layersTellRunsApart() {
    assertThat(of(Fixtures.model(1, 0.2), PLAN, ROWS)).isNotEqualTo(SAME);
  }

  @Test
  void theLossTellsRunsApart() {
    Loss loss = Fixtures.REGISTRY.create(Loss.class, "loss", "mae");
    Objective objective = PLAN.objective();
    TrainingPlan other = PLAN.with(new Objective(loss, List.of(), objective.metrics(), Map.of()));
    assertThat(of(other, ROWS)).isNotEqualTo(SAME);
  }

  @Test
  void settingsOfTheOptimizerTellRunsApart() {
    assertThat(of(Fixtures.plan(3, Map.of("adam", Map.of("rate", 0.02))), ROWS)).isNotEqualTo(SAME);
    assertThat(of(Fixtures.plan(3, Map.of("adam", Map.of("rate", 0.01, "beta1", 0.8))), ROWS))
        .isNotEqualTo(SAME);
  }

  @Test
  void clippingTellsRunsApart() {
    assertThat(of(PLAN.with(new Clip(Clip.Kind.NORM, 1)), ROWS)).isNotEqualTo(SAME);
  }

  @Test
  void frozenLayersAndRatesOfLayersTellRunsApart() {
    assertThat(of(PLAN.with(LayerRates.all().freeze("encoder")), ROWS)).isNotEqualTo(SAME);
    assertThat(of(PLAN.with(LayerRates.all().scale("encoder", 0.5)), ROWS)).isNotEqualTo(SAME);
  }

  @Test
  void theScheduleTellsRunsApart() {
    RateSchedule halving = (base, step, total) -> step > total / 2 ? base / 2 : base;
    assertThat(of(PLAN.with(halving), ROWS)).isNotEqualTo(SAME);
    assertThat(of(PLAN.with(new PlateauRate("loss", 0.5, 2, 0, 0)), ROWS)).isNotEqualTo(SAME);
  }

  @Test
  void itsTextIsItsOwnAndNotOfVersion1() {
    assertThat(SAME.matches(SAME.text())).isTrue();
    assertThat(Fingerprint.isOfVersion1(SAME.text())).isFalse();
    assertThat(SAME.matches(of(Fixtures.model(1, 0.2), PLAN, ROWS).text())).isFalse();
  }

  @Test
  void aTextOfVersion1IsComparedButForTheStep() {
    String first = SAME.run() + ", model and optimizer 00000000, rates " + SAME.rates();
    assertThat(Fingerprint.isOfVersion1(first)).isTrue();
    assertThat(SAME.matches(first)).isTrue();
    assertThat(SAME.matches(first.replace("seed 3", "seed 4"))).isFalse();
    assertThat(SAME.matches(first.replace("rates ", "rates 0"))).isFalse();
    assertThat(SAME.matches(SAME.run() + ", model and optimizer 00000000, rates 00000000"))
        .isFalse();
  }

  private static Fingerprint of(TrainingPlan plan, Dataset rows) {
    return of(Fixtures.model(1), plan, rows);
  }

  private static Fingerprint of(Model model, TrainingPlan plan, Dataset rows) {
    TrainingFunctions functions = new TrainingFunctions(model, plan.objective());
    return Fingerprint.of(List.of(functions.step(plan.rule())), plan, TrainingRows.of(rows));
  }
}
