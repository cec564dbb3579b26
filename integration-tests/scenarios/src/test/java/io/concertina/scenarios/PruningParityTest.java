package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.concertina.data.MemoryDataset;
import io.concertina.engine.Engine;
import io.concertina.model.Model;
import io.concertina.plugin.pruning.Criterion;
import io.concertina.plugin.pruning.GradualPruner;
import io.concertina.plugin.pruning.Granularity;
import io.concertina.plugin.pruning.PruningPolicy;
import io.concertina.plugin.pruning.RegrowingPruner;
import io.concertina.plugin.pruning.Scope;
import io.concertina.plugin.training.LocalTrainer;
import io.concertina.prune.Pruner;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pruning is the same on all engines: masks bit by bit, losses to rounding. */
class PruningParityTest {

  private static final int EPOCHS = 5;

  /** 1e-4 relative. */
  private static final double PERCENT = 0.01;

  static Stream<Pruner> pruners() {
    GradualPruner blocks = GradualPruner.of(Criterion.MAGNITUDE, 0.8);
    return Stream.of(
        GradualPruner.of(Criterion.MAGNITUDE, 0.9),
        GradualPruner.of(Criterion.GRADIENT_MAGNITUDE, 0.8),
        GradualPruner.of(Criterion.MOVEMENT, 0.8),
        new GradualPruner(
            blocks.criterion(),
            blocks.sparsity(),
            0,
            new PruningPolicy(
                Granularity.BLOCK,
                Scope.ADAPTIVE,
                blocks.policy().schedule(),
                blocks.policy().targets(),
                1)),
        RegrowingPruner.of(RegrowingPruner.Growth.GRADIENT, 0.8));
  }

  @ParameterizedTest
  @MethodSource("pruners")
  void bothEnginesEndWithTheSameMasksAndLosses(Pruner pruner) {
    MemoryDataset rows = Digits.train();
    Model ours = train("native", pruner, rows);
    Model theirs = train("tensorflow", pruner, rows);
    assertThat(ours.masks()).isEqualTo(theirs.masks());
    for (int i = 0; i < EPOCHS; i++) {
      var mine = ours.history().epochs().get(i).values();
      var other = theirs.history().epochs().get(i).values();
      assertThat(mine.get("sparsity")).isEqualTo(other.get("sparsity"));
      assertThat(mine.get("loss"))
          .as("loss of epoch %d", i + 1)
          .isCloseTo(other.get("loss"), withinPercentage(PERCENT));
    }
  }

  private static Model train(String name, Pruner pruner, MemoryDataset rows) {
    Recipe recipe = Recipes.digits();
    try (Engine engine = Engines.open(name)) {
      TrainingJob job =
          TrainingJob.of(recipe.initial(rows), recipe.plan(EPOCHS).with(pruner), rows, engine);
      return new LocalTrainer().train(job, TrainingListener.none());
    }
  }
}
