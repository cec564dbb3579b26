package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.ir.Tensor;
import io.concertina.model.Epoch;
import io.concertina.model.Model;
import io.concertina.optimizer.RateSchedule;
import io.concertina.train.Checkpoint;
import io.concertina.train.Coefficient;
import io.concertina.train.HeadTerm;
import io.concertina.train.Objective;
import io.concertina.train.Shuffle;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Terms of the objective and their coefficients. */
class TermsTest {

  private static final String KERNEL = "encoder/dense_1/kernel";
  private static final String ACTIVITY = "encoder/dense_1/activity";

  private final Engine engine = Fixtures.engine();

  @AfterEach
  void close() {
    engine.close();
  }

  private List<Epoch> train(TrainingPlan plan, Dataset rows) {
    Model model = Tables.predicting(Tables.model(Tables.penalised()));
    TrainingJob job = TrainingJob.of(model, plan, rows, engine);
    return new LocalTrainer().train(job, TrainingListener.none()).history().epochs();
  }

  private static Objective objective(Map<String, Coefficient> coefficients) {
    return new Objective(
        Tables.loss("mse"),
        List.of(new HeadTerm("kind", Tables.loss("sparse_cce"))),
        Map.of(),
        coefficients);
  }

  private static Coefficient scheduled(double value, String name, Map<String, ?> settings) {
    return new Coefficient(
        value,
        Optional.of(
            Fixtures.REGISTRY.create(RateSchedule.class, "schedule", Map.of(name, settings))));
  }

  /** Sum of the terms, each times the coefficient that the objective has at a step. */
  private static double sum(Epoch epoch, String prefix, Objective objective, long at, long total) {
    double sum = 0;
    for (String name : List.of("reconstruction", "kind", KERNEL, ACTIVITY)) {
      sum += objective.coefficient(name).at(at, total) * epoch.terms().get(prefix + name);
    }
    return sum;
  }

  @Test
  void everyTermIsInTheHistoryAndInThatOfTheValidationRows() {
    TrainingPlan plan = Tables.plan(Tables.both(), 1, 16).withValidationSplit(0.25);
    assertThat(train(plan, Tables.whole(64)).getFirst().terms())
        .containsOnlyKeys(
            "reconstruction",
            "kind",
            KERNEL,
            ACTIVITY,
            "val_reconstruction",
            "val_kind",
            "val_" + KERNEL,
            "val_" + ACTIVITY);
  }

  /** The penalty 0.01 · Σ w² on the kernel, in the first step of the run. */
  @Test
  void aTermIsRecordedBeforeItsCoefficient() {
    Tensor kernel = Tables.model(Tables.penalised()).weight(KERNEL);
    double penalty = 0;
    for (int i = 0; i < kernel.size(); i++) {
      penalty += 0.01 * kernel.floatAt(i) * kernel.floatAt(i);
    }
    for (double coefficient : new double[] {0, 1, 7}) {
      Objective objective = objective(Map.of(KERNEL, Coefficient.of(coefficient)));
      Epoch epoch = train(Tables.plan(objective, 1, 64), Tables.whole(64)).getFirst();
      assertThat(epoch.terms().get(KERNEL)).isCloseTo(penalty, within(1e-7));
      assertThat(epoch.values().get("loss"))
          .isCloseTo(sum(epoch, "", objective, 1, 1), within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theLossIsTheSumOfCoefficientTimesTerm(int blocks) {
    Objective objective =
        objective(
            Map.of(
                "kind",
                Coefficient.of(0.5),
                ACTIVITY,
                Coefficient.of(3),
                KERNEL,
                Coefficient.of(2)));
    TrainingPlan plan = Tables.plan(objective, 2, 16).withValidationSplit(0.25);
    for (Epoch epoch : train(plan.with(plan.batching().withBlocks(blocks)), Tables.whole(70))) {
      assertThat(epoch.values().get("loss"))
          .isCloseTo(sum(epoch, "", objective, 1, 10), within(1e-9));
      assertThat(epoch.values().get("val_loss"))
          .isCloseTo(sum(epoch, "val_", objective, 1, 10), within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "cosine", "cyclic"})
  void aScheduleDrivesACoefficientAndValidationUsesItsFinalValue(String schedule) {
    Map<String, ?> settings =
        switch (schedule) {
          case "linear" -> Map.of("from", 0.25, "to", 2, "over", 0.5);
          case "cosine" -> Map.of("floor", 0.125);
          default -> Map.of("cycles", 2, "ratio", 0.75);
        };
    Map<String, Coefficient> coefficients = new LinkedHashMap<>();
    coefficients.put("kind", scheduled(0.5, schedule, settings));
    coefficients.put("reconstruction", scheduled(2, schedule, settings));
    coefficients.put(KERNEL, scheduled(3, schedule, settings));
    Objective objective = objective(coefficients);
    int epochs = 6;
    TrainingPlan plan = Tables.plan(objective, epochs, 48).withValidationSplit(0.25);
    List<Epoch> history = train(plan.with(plan.batching().with(Shuffle.NONE)), Tables.whole(64));
    for (Epoch epoch : history) {
      int step = epoch.number();
      assertThat(epoch.values().get("loss"))
          .isCloseTo(sum(epoch, "", objective, step, epochs), within(1e-6));
      assertThat(epoch.values().get("val_loss"))
          .isCloseTo(sum(epoch, "val_", objective, epochs + 1, epochs), within(1e-6));
      objective
          .coefficients()
          .forEach(
              (name, coefficient) ->
                  assertThat(epoch.coefficients().get(name))
                      .isEqualTo(coefficient.at(step, epochs)));
    }
    assertThat(history.getFirst().coefficients()).isNotEqualTo(history.get(1).coefficients());
  }

  @Test
  void aScheduledCoefficientTrainsAsAConstantOneOfItsValues() {
    Objective constant = objective(Map.of("kind", Coefficient.of(0.5), KERNEL, Coefficient.of(2)));
    Objective driven =
        objective(
            Map.of(
                "kind",
                scheduled(0.5, "constant", Map.of()),
                KERNEL,
                scheduled(2, "constant", Map.of())));
    for (int blocks : new int[] {1, 4}) {
      TrainingPlan plan = Tables.plan(constant, 3, 16);
      plan = plan.with(plan.batching().withBlocks(blocks));
      List<Epoch> expected = train(plan, Tables.whole(64));
      List<Epoch> got = train(plan.with(driven), Tables.whole(64));
      for (int i = 0; i < expected.size(); i++) {
        assertThat(got.get(i).values().get("loss"))
            .isCloseTo(expected.get(i).values().get("loss"), within(1e-6));
      }
    }
  }

  @Test
  void aResumedRunWithSchedulesAndBlocksEndsWithTheSameBits() {
    Objective objective = objective(Map.of("kind", scheduled(0.5, "linear", Map.of())));
    Model model = Tables.predicting(Tables.model(Tables.penalised()));
    for (int blocks : new int[] {1, 4}) {
      TrainingPlan plan = Tables.plan(objective, 4, 16);
      plan = plan.with(plan.batching().withBlocks(blocks));
      List<Checkpoint> saved;
      Fixtures.Memory store = new Fixtures.Memory();
      Model whole =
          new LocalTrainer()
              .train(
                  TrainingJob.of(model, plan, Tables.whole(60), engine).saved(store, false),
                  TrainingListener.none());
      saved = store.saved.subList(0, 2);
      Fixtures.Memory half = new Fixtures.Memory();
      half.saved.addAll(saved);
      Model resumed =
          new LocalTrainer()
              .train(
                  TrainingJob.of(model, plan, Tables.whole(60), engine).saved(half, true),
                  TrainingListener.none());
      assertThat(resumed).isEqualTo(whole);
    }
  }

  @Test
  void aReconstructionThatDoesNotCountLeavesTheDecoderAlone() {
    Model model = Tables.predicting(Tables.model(Map.of("dense", Map.of("units", 5))));
    Objective labels = objective(Map.of("reconstruction", Coefficient.of(0)));
    TrainingJob job =
        TrainingJob.of(model, Fixtures.plan(30).with(labels), Tables.whole(64), engine);
    Model trained = new LocalTrainer().train(job, TrainingListener.none());
    assertThat(trained.weight("decoder/dense_1/kernel"))
        .isEqualTo(model.weight("decoder/dense_1/kernel"));
    assertThat(trained.weight("encoder/dense_1/kernel"))
        .isNotEqualTo(model.weight("encoder/dense_1/kernel"));
    List<Epoch> epochs = trained.history().epochs();
    assertThat(epochs.getLast().terms().get("kind"))
        .isLessThan(0.8 * epochs.getFirst().terms().get("kind"));
  }

  @Test
  void rowsWithoutTheLabelOfATermAreRefused() {
    assertThatThrownBy(() -> train(Tables.plan(Tables.both(), 1, 16), Tables.gaps(32)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("term kind: expected rows with a label label, got none; set data.labels");
  }
}
