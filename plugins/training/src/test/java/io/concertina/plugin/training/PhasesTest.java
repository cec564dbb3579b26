package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.engine.Engine;
import io.concertina.model.Epoch;
import io.concertina.model.Model;
import io.concertina.train.Batching;
import io.concertina.train.Checkpoint;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces of a training, one after the other. */
class PhasesTest {

  /** A training in pieces of two epochs each. */
  private static TrainingPlan plan(List<Map<String, Object>> phases, Object... more) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("optimizer", Map.of("adam", Map.of("rate", 0.01)));
    tree.put("epochs", 2);
    tree.put("batch", 16);
    tree.put("phases", phases);
    for (int i = 0; i < more.length; i += 2) {
      tree.put((String) more[i], more[i + 1]);
    }
    return read(tree);
  }

  private static TrainingPlan read(Map<String, Object> tree) {
    return TrainingPlan.read(new Settings("training", tree, Fixtures.REGISTRY), 3);
  }

  private static TrainingPlan inTurn() {
    return plan(
        List.of(
            Map.of("freeze", List.of("decoder"), "epochs", 3),
            Map.of("freeze", List.of("encoder"), "rates", Map.of("decoder/dense_1", 0.5)),
            Map.of("continue", true)));
  }

  private static Model train(TrainingPlan plan, TrainingJob.Saving saving) {
    return train(plan, saving, TrainingListener.none());
  }

  private static Model train(
      TrainingPlan plan, TrainingJob.Saving saving, TrainingListener listener) {
    try (Engine engine = Fixtures.engine()) {
      TrainingJob job = TrainingJob.of(Fixtures.model(1), plan, Fixtures.rows(60), engine);
      return new LocalTrainer().train(job.saved(saving.checkpoints(), saving.resume()), listener);
    }
  }

  private static Model train(TrainingPlan plan) {
    return train(plan, TrainingJob.Saving.none());
  }

  private static List<Double> column(Model model, String name) {
    return model.history().epochs().stream().map(epoch -> epoch.values().get(name)).toList();
  }

  @Test
  void epochsCountThroughAndTheHistoryTellsThePhase() {
    Model trained = train(inTurn());
    assertThat(trained.history().epochs())
        .extracting(Epoch::number)
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(column(trained, "phase")).containsExactly(1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0);
    assertThat(inTurn().epochs()).isEqualTo(7);
  }

  @Test
  void aTrainingOfOnePieceHasNoPhases() {
    assertThat(train(Fixtures.plan(1)).history().epochs().getFirst().values())
        .doesNotContainKey("phase");
  }

  @Test
  void eachPhaseTrainsItsLayers() {
    Model first = train(plan(List.of(Map.of("freeze", List.of("decoder")))));
    Model second =
        train(
            plan(
                List.of(
                    Map.of("freeze", List.of("decoder")), Map.of("freeze", List.of("encoder")))));
    Fixtures.model(1)
        .weights()
        .forEach(
            (name, fresh) -> {
              if (name.startsWith("encoder/")) {
                assertThat(first.weight(name)).as(name).isNotEqualTo(fresh);
                assertThat(second.weight(name)).as(name).isEqualTo(first.weight(name));
              } else {
                assertThat(first.weight(name)).as(name).isEqualTo(fresh);
                assertThat(second.weight(name)).as(name).isNotEqualTo(fresh);
              }
            });
  }

  @Test
  void slotsThatContinueMakeOneTrainingOfTwoAlikeAndOthersDoNot() {
    Model whole = train(plan(List.of(), "epochs", 4));
    Map<String, Object> same = Map.of();
    assertThat(train(plan(List.of(same, Map.of("continue", true)))).weights())
        .isEqualTo(whole.weights());
    assertThat(train(plan(List.of(same, same))).weights()).isNotEqualTo(whole.weights());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aRunKilledInAnyEpochAndResumedEndsWithTheSameBits(int blocks) {
    TrainingPlan plan =
        plan(
            List.of(
                Map.of("freeze", List.of("decoder")),
                Map.of("early_stopping", Map.of("monitor", "loss", "patience", 1)),
                Map.of("continue", true, "schedule", "cosine")),
            "blocks",
            blocks);
    Fixtures.Memory store = new Fixtures.Memory();
    Model whole = train(plan, new TrainingJob.Saving(store, false));
    for (Checkpoint killed : store.saved) {
      Fixtures.Memory left = new Fixtures.Memory();
      left.save(killed);
      assertThat(train(plan, new TrainingJob.Saving(left, true)))
          .as("killed after epoch " + killed.history().epochs().size())
          .isEqualTo(whole);
    }
  }

  @Test
  void stoppingEarlyEndsItsPhase() {
    Map<String, Object> never = Map.of("monitor", "loss", "patience", 1, "min_delta", 1e9);
    Model trained =
        train(plan(List.of(Map.of("epochs", 9, "early_stopping", never), Map.of("epochs", 2))));
    assertThat(column(trained, "phase")).containsExactly(1.0, 1.0, 2.0, 2.0);
  }

  @Test
  void aCancelledRunBeginsNoOtherPhase() {
    List<Integer> steps = new ArrayList<>();
    TrainingListener impatient =
        new TrainingListener() {
          @Override
          public void step(int epoch, long step, double loss) {
            steps.add(epoch);
          }

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    train(inTurn(), TrainingJob.Saving.none(), impatient);
    assertThat(steps).containsExactly(1);
  }

  @Test
  void aRunWithAnotherPastIsNotContinued() {
    Fixtures.Memory store = new Fixtures.Memory();
    train(inTurn(), new TrainingJob.Saving(store, false));
    TrainingPlan other =
        plan(
            List.of(
                Map.of("epochs", 3),
                Map.of("freeze", List.of("encoder"), "rates", Map.of("decoder/dense_1", 0.5)),
                Map.of("continue", true)));
    assertThatThrownBy(() -> train(other, new TrainingJob.Saving(store, true)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("resume");
    assertThatThrownBy(() -> train(Fixtures.plan(9), new TrainingJob.Saving(store, true)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("resume");
  }

  @Test
  void aLaterPhaseIsRefusedBeforeTheFirst() {
    List<Integer> started = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(int epoch, long step, double loss) {
            started.add(epoch);
          }
        };
    TrainingPlan plan = plan(List.of(Map.of(), Map.of("freeze", List.of("encoder/dence_1"))));
    assertThatThrownBy(() -> train(plan, TrainingJob.Saving.none(), listener))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("did you mean encoder/dense_1?");
    assertThat(started).isEmpty();
  }

  @Test
  void phasesInheritAndAreDescribedAndReadAgain() {
    TrainingPlan plan =
        plan(
            List.of(
                Map.of("schedule", "none", "coefficients", Map.of("reconstruction", 0.5)),
                Map.of("freeze", "encoder/*", "continue", true)),
            "schedule",
            "cosine",
            "rates",
            Map.of("decoder", 0.1));
    assertThat(plan.phases().getFirst().plan().rule().schedule()).isEmpty();
    assertThat(plan.phases().getFirst().plan().objective().coefficients()).hasSize(1);
    assertThat(plan.phases().getLast().plan().rule().schedule()).isPresent();
    assertThat(plan.phases().getLast().plan().rule().layers().factor("decoder/x")).isEqualTo(0.1);
    assertThat(plan.phases().getLast().plan().batching()).isEqualTo(Batching.of(16));
    assertThat(read(plan.describe(Fixtures.REGISTRY))).isEqualTo(plan);
  }

  @Test
  void keysThatAllPhasesShareAreRefusedInOne() {
    assertThatThrownBy(() -> plan(List.of(Map.of("batch", 8))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("training.phases[0].batch: not a key of a phase; ");
    assertThatThrownBy(() -> plan(List.of(Map.of("epoch", 8))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("did you mean epochs?");
    assertThatThrownBy(() -> plan(List.of(Map.of("continue", true))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("training.phases[0].continue: ");
  }
}
