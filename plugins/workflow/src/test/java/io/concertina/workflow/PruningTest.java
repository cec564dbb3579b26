package io.concertina.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.model.Model;
import io.concertina.prune.Pruner;
import io.concertina.train.TrainingListener;
import io.concertina.train.UnitPruner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningTest {

  @TempDir private Path folder;
  private TrainedWaves waves;

  @BeforeEach
  void train() throws IOException {
    waves = TrainedWaves.in(folder);
  }

  private ModelPruning.Result run(ModelPruning pruning) {
    return pruning.run(
        waves.read(),
        waves.train(),
        Optional.of(waves.train()),
        TrainedWaves.ENGINE,
        TrainingListener.none());
  }

  @Test
  void weightsGoWhileWhatIsLeftIsTrained() {
    Pruner pruner =
        PruningChoice.of("magnitude", 0.5, "weight", 2).pruner(TrainedWaves.REGISTRY, "prune");
    ModelPruning.Result result =
        run(ModelPruning.of(TrainedWaves.REGISTRY, FineTuning.of(2, 1, 7), pruner));
    assertThat(result.sparsity()).isCloseTo(0.5, within(0.05));
    assertThat(result.test()).containsKey("mse");
    assertThat(result.model().history().epochs()).hasSize(7);
  }

  @Test
  void unitsGoAtOnce() {
    UnitPruner units =
        TrainedWaves.REGISTRY.create(
            UnitPruner.class, "prune", Map.of("ranked", Map.of("sparsity", 0.5)));
    Model smaller = run(ModelPruning.of(TrainedWaves.REGISTRY, FineTuning.none(), units)).model();
    assertThat(smaller.weight("encoder/dense_1/kernel").size()).isLessThan(4 * 8);
    assertThat(smaller.blueprint().code()).isEqualTo(waves.read().blueprint().code());
  }

  @Test
  void aChangedPlanIsFollowed() {
    FineTuning tuning =
        new FineTuning(
            1,
            1,
            7,
            tree -> {
              tree.put("epoch", 3);
              return tree;
            });
    Pruner pruner =
        PruningChoice.of("random", 0.5, "weight", 1).pruner(TrainedWaves.REGISTRY, "prune");
    assertThatThrownBy(() -> run(ModelPruning.of(TrainedWaves.REGISTRY, tuning, pruner)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("unknown key");
  }

  @Test
  void aCurveGoesOnWhereItsTableEnds() throws IOException {
    Path table = folder.resolve("curve.csv");
    List<String> notes = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }
        };
    SparsityCurve.Result first = curve(List.of(0.5), table, listener).orElseThrow();
    assertThat(notes).hasSize(2);
    SparsityCurve.Result more = curve(List.of(0.5, 0.8), table, listener).orElseThrow();
    assertThat(notes).hasSize(4);
    assertThat(more.dense()).isEqualTo(first.dense());
    assertThat(more.errors()).containsOnlyKeys("magnitude", "random");
    assertThat(more.errors().get("random")).containsOnlyKeys(0.5, 0.8);
    assertThat(Files.readAllLines(table)).hasSize(2 + 4);
  }

  private Optional<SparsityCurve.Result> curve(
      List<Double> sparsities, Path table, TrainingListener listener) {
    return new SparsityCurve(List.of("magnitude", "random"), sparsities, List.of(1L), "weight", 1)
        .run(
            TrainedWaves.REGISTRY,
            waves.model(),
            waves.train(),
            waves.train(),
            TrainedWaves.ENGINE,
            table,
            listener);
  }
}
