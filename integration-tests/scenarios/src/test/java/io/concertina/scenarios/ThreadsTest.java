package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.MemoryDataset;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Tensor;
import io.concertina.spi.Registry;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the native engine the number of threads changes the time and nothing else. */
class ThreadsTest {

  private final Registry registry = Registry.load();
  private final MemoryDataset rows = Digits.train();

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void moreThreadsGiveTheSameBits(int threads) {
    assertThat(weights(Recipes.noisyDigits(), threads))
        .isEqualTo(weights(Recipes.noisyDigits(), 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void moreThreadsGiveTheSameBitsWhereEveryKernelIsShared(int threads) {
    assertThat(weights(Recipes.wide(), threads)).isEqualTo(weights(Recipes.wide(), 1));
  }

  private Map<String, Tensor> weights(Recipe recipe, int threads) {
    try (Engine engine =
        registry.engine("native").open(EngineOptions.defaults().withThreads(threads))) {
      assertThat(engine.capabilities().deterministicAcrossThreads()).isTrue();
      return recipe.train(rows, 3, engine).weights();
    }
  }
}
