package io.concertina.plugin.convolutional;

import static io.concertina.plugin.convolutional.ConvolutionalLayers.conv2d;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.conv2dTranspose;
import static io.concertina.plugin.standard.activation.Activations.relu;
import static io.concertina.plugin.standard.activation.Activations.sigmoid;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.layer.Layers.flatten;
import static io.concertina.plugin.standard.layer.Layers.reshape;
import static io.concertina.plugin.standard.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.MemoryDataset;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Layer;
import io.concertina.spi.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What README.md says about this plugin. */
class ReadmeTest {

  /** The example, line by line. */
  private static Tensor example(Registry plugins, Tensor images) {
    try (Autoencoder autoencoder =
        Autoencoder.builder()
            .registry(plugins)
            .encoder(conv2d(8, 3, relu()).strides(2).padding(Padding.same()), flatten(), dense(4))
            .decoder(
                dense(4 * 4 * 8, relu()),
                reshape(4, 4, 8),
                conv2dTranspose(1, 3, sigmoid()).strides(2).padding(Padding.same()))
            .optimizer(adam(0.01))
            .epochs(30)
            .batch(16)
            .seed(1)
            .fit(MemoryDataset.of("crosses", images))) {
      return autoencoder.reconstruct(images);
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

  /** A horizontal and a vertical line of an image of 8 x 8, 64 times. */
  private static Tensor crosses() {
    float[] pixels = new float[64 * 64];
    for (int image = 0; image < 64; image++) {
      for (int i = 0; i < 8; i++) {
        pixels[image * 64 + image / 8 * 8 + i] = 1;
        pixels[image * 64 + i * 8 + image % 8] = 1;
      }
    }
    return Tensor.of(Shape.of(64, 8, 8, 1), pixels);
  }

  @Test
  void theExampleReconstructsCrossesBetterThanTheirMean() {
    float[] images = crosses().toFloats();
    float[] reconstructions = example(Registry.load(), crosses()).toFloats();
    double error = 0;
    double variance = 0;
    for (int i = 0; i < images.length; i++) {
      error += Math.pow(images[i] - reconstructions[i], 2);
      variance += Math.pow(images[i] - 15.0 / 64, 2);
    }
    assertThat(error).isLessThan(0.5 * variance);
  }

  @Test
  void theTableNamesEveryLayer() throws IOException {
    String readme = readme();
    for (String name : Registry.of(new ConvolutionalPlugin()).names(Layer.class)) {
      assertThat(readme).contains("`" + name + "`");
    }
  }
}
