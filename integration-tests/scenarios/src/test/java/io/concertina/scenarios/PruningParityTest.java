package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.MemoryDataset;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.plugin.pruning.Criterion;
import io.concertina.plugin.pruning.GradualPruner;
import io.concertina.plugin.pruning.Granularity;
import io.concertina.plugin.pruning.PruningPolicy;
import io.concertina.plugin.pruning.RankedUnitPruner;
import io.concertina.plugin.pruning.RegrowingPruner;
import io.concertina.plugin.pruning.Scope;
import io.concertina.plugin.training.LocalTrainer;
import io.concertina.prune.Pruner;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import java.util.List;
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

  static Stream<Recipe> recipes() {
    return Stream.of(Recipes.convolutionalDigits(), Recipes.recurrentDigits());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void kernelsOfConvolutionsAndCellsKeepTheirZerosOnBothEngines(Recipe recipe) {
    MemoryDataset rows = Digits.train();
    GradualPruner plain = GradualPruner.of(Criterion.MAGNITUDE, 0.8);
    Pruner pruner =
        new GradualPruner(
            plain.criterion(),
            plain.sparsity(),
            0,
            new PruningPolicy(
                Granularity.BLOCK,
                Scope.ADAPTIVE,
                plain.policy().schedule(),
                plain.policy().targets(),
                1));
    Model ours = train("native", recipe, pruner, rows);
    Model theirs = train("tensorflow", recipe, pruner, rows);
    assertThat(ours.masks()).isEqualTo(theirs.masks());
    ours.masks()
        .forEach(
            (weight, mask) -> {
              assertThat(weight).doesNotEndWith("/bias");
              for (int i = 0; i < mask.size(); i++) {
                if (mask.intAt(i) == 0) {
                  assertThat(ours.weight(weight).floatAt(i)).as(weight).isZero();
                  assertThat(theirs.weight(weight).floatAt(i)).as(weight).isZero();
                }
              }
            });
    assertThat(ours.history().epochs().getLast().values().get("loss"))
        .isCloseTo(
            theirs.history().epochs().getLast().values().get("loss"), withinPercentage(PERCENT));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void modelsWithoutSomeChannelsReconstructTheSameOnBothEngines(Recipe recipe) {
    MemoryDataset rows = Digits.train();
    Model model = recipe.initial(rows);
    Model smaller;
    try (Engine engine = Engines.open("native")) {
      smaller =
          new RankedUnitPruner(
                  RankedUnitPruner.UnitCriterion.ACTIVATION, 0.5, Scope.LAYER, List.of())
              .apply(model, engine, rows, 1);
    }
    assertThat(parameters(smaller)).isLessThan(parameters(model) / 2);
    Tensor x = Tensor.full(Shape.of(3, Digits.PIXELS), 0.3f);
    float[] ours = reconstruct("native", smaller, x);
    float[] theirs = reconstruct("tensorflow", smaller, x);
    for (int i = 0; i < ours.length; i++) {
      assertThat(ours[i]).isCloseTo(theirs[i], within(1e-6f));
    }
  }

  private static int parameters(Model model) {
    return model.weights().values().stream().mapToInt(Tensor::size).sum();
  }

  private static float[] reconstruct(String engine, Model model, Tensor x) {
    try (Engine opened = Engines.open(engine);
        Autoencoder autoencoder = Autoencoder.open(model, opened)) {
      return autoencoder.reconstruct(x).toFloats();
    }
  }

  private static Model train(String name, Pruner pruner, MemoryDataset rows) {
    return train(name, Recipes.digits(), pruner, rows);
  }

  private static Model train(String name, Recipe recipe, Pruner pruner, MemoryDataset rows) {
    try (Engine engine = Engines.open(name)) {
      TrainingJob job =
          TrainingJob.of(recipe.initial(rows), recipe.plan(EPOCHS).with(pruner), rows, engine);
      return new LocalTrainer().train(job, TrainingListener.none());
    }
  }
}
