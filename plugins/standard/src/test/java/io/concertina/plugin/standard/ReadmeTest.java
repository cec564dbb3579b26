package io.concertina.plugin.standard;

import static io.concertina.plugin.standard.activation.Activations.sigmoid;
import static io.concertina.plugin.standard.activation.Activations.tanh;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.measure.Losses.binaryCrossEntropy;
import static io.concertina.plugin.standard.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.config.Factory;
import io.concertina.data.MemoryDataset;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Activation;
import io.concertina.layer.Initializer;
import io.concertina.layer.Layer;
import io.concertina.loss.Loss;
import io.concertina.metric.Metric;
import io.concertina.optimizer.Optimizer;
import io.concertina.optimizer.RateSchedule;
import io.concertina.regularizer.Regularizer;
import io.concertina.score.Score;
import io.concertina.spi.Plugin;
import io.concertina.spi.Registry;
import io.concertina.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What README.md says about this plugin. */
class ReadmeTest {

  /** The example, line by line. */
  private static List<Tensor> example(Registry plugins, Tensor rows) {
    try (Autoencoder autoencoder =
        Autoencoder.builder()
            .registry(plugins)
            .encoder(dense(8, tanh()), dense(2))
            .decoder(dense(8, tanh()), dense().activation(sigmoid()))
            .loss(binaryCrossEntropy())
            .optimizer(adam(0.05))
            .epochs(300)
            .batch(4)
            .seed(1)
            .fit(MemoryDataset.of("corners", rows))) {
      Tensor codes = autoencoder.encode(rows);
      Tensor restored = autoencoder.reconstruct(rows);
      return List.of(codes, restored);
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
  void theExampleLearnsToRestoreItsRows() {
    float[] corners = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    Tensor rows = Tensor.of(Shape.of(4, 4), corners);
    List<Plugin> plugins = new ArrayList<>(Registry.load().plugins());
    plugins.add(new TrainerPlugin());
    List<Tensor> results = example(Registry.of(plugins.toArray(Plugin[]::new)), rows);
    assertThat(results.get(0).shape()).isEqualTo(Shape.of(4, 2));
    for (int i = 0; i < corners.length; i++) {
      assertThat(Math.round(results.get(1).floatAt(i))).isEqualTo((int) corners[i]);
    }
  }

  @Test
  void theTablesNameEverythingThatConfigurationsMayName() throws IOException {
    String readme = readme();
    Registry registry = Registry.of(new StandardPlugin());
    for (Class<?> kind :
        List.of(
            Layer.class,
            Activation.class,
            Initializer.class,
            Optimizer.class,
            Loss.class,
            Metric.class,
            RateSchedule.class,
            Regularizer.class,
            Score.class)) {
      for (String name : registry.names(kind)) {
        assertThat(readme).contains("\n| `" + name + "` |");
      }
    }
  }

  /** Stands in for the plugin with the real trainer, which tests itself with this plugin. */
  private static final class TrainerPlugin implements Plugin {

    @Override
    public String name() {
      return "whole_batch";
    }

    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public List<Factory<? extends Trainer>> trainers() {
      return List.of(Factory.of("local", new WholeBatchTrainer()));
    }
  }
}
