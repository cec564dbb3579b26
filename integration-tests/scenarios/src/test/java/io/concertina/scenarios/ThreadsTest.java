package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.Dataset;
import io.concertina.data.MemoryDataset;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFeature;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Tensor;
import io.concertina.spi.Registry;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On the native engine the number of threads changes the time and nothing else. */
class ThreadsTest {

  private static final int EPOCHS = 3;

  private final Registry registry = Registry.load();
  private final MemoryDataset rows = Digits.train();

  @Test
  void moreThreadsGiveTheSameBits() {
    allAlike(Recipes.noisyDigits(), rows);
  }

  @Test
  void moreThreadsGiveTheSameBitsWhereEveryKernelIsShared() {
    allAlike(Recipes.wide(), rows.rows(0, 512));
  }

  private void allAlike(Recipe recipe, Dataset data) {
    Map<String, Tensor> weights = weights(recipe, data, 1);
    assertThat(weights).isNotEqualTo(recipe.initial(data).weights());
    assertThat(weights(recipe, data, 2)).as("weights of two threads").isEqualTo(weights);
    assertThat(weights(recipe, data, 4)).as("weights of four threads").isEqualTo(weights);
  }

  private Map<String, Tensor> weights(Recipe recipe, Dataset data, int threads) {
    try (Engine engine =
        registry.engine("native").open(EngineOptions.defaults().withThreads(threads))) {
      assertThat(engine.capabilities().has(EngineFeature.DETERMINISTIC_ACROSS_THREADS)).isTrue();
      return recipe.train(data, EPOCHS, engine).weights();
    }
  }
}
