package io.concertina.plugin.sparsity;

import static io.concertina.plugin.sparsity.code.SparseCodes.topK;
import static io.concertina.plugin.sparsity.weight.SparseWeights.proximalL1;
import static io.concertina.plugin.standard.activation.Activations.sigmoid;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.MemoryDataset;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Initializer;
import io.concertina.layer.Layer;
import io.concertina.optimizer.Optimizer;
import io.concertina.plugin.sparsity.code.CodeUse;
import io.concertina.regularizer.Regularizer;
import io.concertina.spi.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What README.md says about this plugin. */
class ReadmeTest {

  /** The example, line by line. */
  private static CodeUse example(Registry plugins, Tensor rows) {
    try (Autoencoder autoencoder =
        Autoencoder.builder()
            .registry(plugins)
            .encoder(dense(12), topK(2))
            .decoder(dense().activation(sigmoid()))
            .optimizer(proximalL1(adam(0.01), 1e-3))
            .epochs(50)
            .batch(4)
            .seed(1)
            .fit(MemoryDataset.of("corners", rows))) {
      Tensor codes = autoencoder.encode(rows);
      return CodeUse.of(codes);
    }
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  @Test
  void theExampleIsTheOneThatThisTestCompiles() throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java", ReadmeTest.class.getName().replace('.', '/') + ".java"));
    String block = readme().split("```java\n", 2)[1].split("```", 2)[0];
    assertThat(withoutIndentation(source)).contains(withoutIndentation(block));
  }

  private static String withoutIndentation(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  @Test
  void theExampleMakesCodesOfTwoActiveUnits() {
    float[] corners = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    CodeUse use = example(Registry.load(), Tensor.of(Shape.of(4, 4), corners));
    assertThat(use.samples()).isEqualTo(4);
    assertThat(use.fewest()).isEqualTo(2);
    assertThat(use.most()).isEqualTo(2);
  }

  @Test
  void theTablesNameEverythingThatConfigurationsMayName() throws IOException {
    String readme = readme();
    Registry registry = Registry.of(new SparsityPlugin());
    for (Class<?> kind :
        List.of(Layer.class, Initializer.class, Optimizer.class, Regularizer.class)) {
      assertThat(registry.names(kind)).isNotEmpty();
      for (String name : registry.names(kind)) {
        assertThat(readme).contains("\n| `" + name + "` |");
      }
    }
  }
}
