package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.concertina.data.MemoryDataset;
import io.concertina.ir.Tensor;
import io.concertina.model.Epoch;
import io.concertina.model.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The engines are interchangeable: the same recipe, data and seed give the same run. */
class ParityTest {

  private static final int EPOCHS = 10;

  /** 1e-4 relative. */
  private static final double PERCENT = 0.01;

  @Test
  void digitsTrainAlikeOnBothEngines() {
    trainsAlike(Recipes.digits(), Digits.train());
  }

  @Test
  void noiseDropoutAndBatchStatisticsAreAlikeOnBothEngines() {
    trainsAlike(Recipes.noisyDigits(), Digits.train());
  }

  @Test
  void theSeedNetworkTrainsAlikeOnBothEngines() {
    trainsAlike(Recipes.seedDense(), Recipes.uniform());
  }

  private void trainsAlike(Recipe recipe, MemoryDataset rows) {
    Run ours = run("native", recipe, rows);
    Run theirs = run("tensorflow", recipe, rows);
    assertThat(ours.start()).as("residents before the first step").isEqualTo(theirs.start());
    assertThat(ours.start()).containsAllEntriesOf(recipe.initial(rows).weights());
    assertThat(ours.inputs()).as("batches, keys and rates").isEqualTo(theirs.inputs());
    assertThat(ours.epochs()).hasSize(EPOCHS);
    for (int i = 0; i < EPOCHS; i++) {
      Map<String, Double> mine = ours.epochs().get(i).values();
      Map<String, Double> other = theirs.epochs().get(i).values();
      assertThat(mine.keySet()).isEqualTo(other.keySet());
      int number = i + 1;
      mine.forEach(
          (name, value) ->
              assertThat(value)
                  .as("%s of epoch %d", name, number)
                  .isCloseTo(other.get(name), withinPercentage(PERCENT)));
    }
    double first = ours.epochs().getFirst().values().get("loss");
    assertThat(ours.epochs().getLast().values().get("loss")).as("the last loss").isLessThan(first);
  }

  private Run run(String name, Recipe recipe, MemoryDataset rows) {
    try (RecordingEngine engine = new RecordingEngine(Engines.open(name))) {
      Model model = recipe.train(rows, EPOCHS, engine);
      return new Run(engine.start(), engine.inputs(), model.history().epochs());
    }
  }

  private record Run(
      Map<String, Tensor> start, List<Map<String, Tensor>> inputs, List<Epoch> epochs) {}
}
