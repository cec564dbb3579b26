package io.concertina.plugin.recurrent;

import static io.concertina.plugin.recurrent.RecurrentLayers.gru;
import static io.concertina.plugin.recurrent.RecurrentLayers.repeat;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.autoencoder.CodeStream;
import io.concertina.data.MemoryDataset;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Layer;
import io.concertina.spi.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What README.md says about this plugin. */
class ReadmeTest {

  /** The example, line by line. */
  private static Tensor example(Registry plugins, Tensor sequences) {
    try (Autoencoder autoencoder =
        Autoencoder.builder()
            .registry(plugins)
            .encoder(gru(6))
            .decoder(repeat(), gru(6).returnSequences(), dense())
            .optimizer(adam(0.01))
            .epochs(30)
            .batch(16)
            .seed(1)
            .fit(MemoryDataset.of("waves", sequences))) {
      return autoencoder.reconstruct(sequences);
    }
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  /** The example of live streams, line by line. */
  private static List<Tensor> streams(Autoencoder autoencoder, Tensor window) {
    CodeStream stream = autoencoder.stream(2);
    Tensor first = stream.step(readings(0));
    Tensor later = stream.step(readings(1));
    stream.reset(1);
    Tensor anew = stream.steps(window);
    return List.of(first, later, anew);
  }

  private static Tensor readings(int step) {
    return Tensor.of(Shape.of(2, 1), (float) Math.sin(step), (float) Math.cos(step));
  }

  @Test
  void theExamplesAreThoseThatThisTestCompiles() throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java", ReadmeTest.class.getName().replace('.', '/') + ".java"));
    List<String> blocks =
        Arrays.stream(readme().split("```java\n"))
            .skip(1)
            .map(block -> withoutIndentation(block.split("```", 2)[0]))
            .toList();
    assertThat(blocks)
        .hasSize(2)
        .allSatisfy(block -> assertThat(withoutIndentation(source)).contains(block));
  }

  private static String withoutIndentation(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  /** 64 sines of 9 steps with different phases. */
  private static Tensor waves() {
    float[] elements = new float[64 * 9];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) Math.sin(i / 9 * 0.1 + i % 9 * 0.7);
    }
    return Tensor.of(Shape.of(64, 9, 1), elements);
  }

  @Test
  void theExampleReconstructsWavesBetterThanTheirMean() {
    float[] waves = waves().toFloats();
    float[] reconstructions = example(Registry.load(), waves()).toFloats();
    double error = 0;
    double variance = 0;
    for (int i = 0; i < waves.length; i++) {
      error += Math.pow(waves[i] - reconstructions[i], 2);
      variance += Math.pow(waves[i], 2);
    }
    assertThat(error).isLessThan(0.5 * variance);
  }

  @Test
  void theExampleOfStreamsGivesACodeForEachStream() {
    try (Autoencoder autoencoder =
        Autoencoder.builder()
            .encoder(gru(3))
            .decoder(repeat(), gru(3).returnSequences(), dense())
            .epochs(1)
            .fit(MemoryDataset.of("waves", waves()))) {
      assertThat(streams(autoencoder, Tensor.full(Shape.of(2, 4, 1), 0)))
          .extracting(Tensor::shape)
          .containsOnly(Shape.of(2, 3));
    }
  }

  @Test
  void theTableNamesEveryLayer() throws IOException {
    String readme = readme();
    for (String name : Registry.of(new RecurrentPlugin()).names(Layer.class)) {
      assertThat(readme).contains("`" + name + "`");
    }
  }
}
