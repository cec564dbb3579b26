package io.concertina.cli;

import static io.concertina.plugin.standard.activation.Activations.relu;
import static io.concertina.plugin.standard.activation.Activations.sigmoid;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.optimizer.Optimizers.adam;
import static io.concertina.plugin.standard.score.Scores.combined;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.autoencoder.AutoencoderBuilder;
import io.concertina.autoencoder.Scores;
import io.concertina.cli.output.Console;
import io.concertina.data.Dataset;
import io.concertina.data.MemoryDataset;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of this module's README and of the project's. */
class ReadmeTest {

  @TempDir private Path folder;

  /** The commands stand in the README one per line; one epoch is enough to see that they work. */
  @Test
  void theCommandsRunInOrder() throws IOException {
    List<String> commands =
        Files.readAllLines(Path.of("README.md")).stream()
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("    concertina "))
            .map(line -> line.strip().replaceFirst("concertina ", ""))
            .toList();
    assertThat(commands).hasSize(3);
    for (String command : commands) {
      List<String> words = new ArrayList<>();
      for (String word : command.split(" ")) {
        boolean written = word.startsWith("runs/") || word.equals("codes.csv");
        words.add(written ? folder.resolve(word).toString() : word);
      }
      if (words.getFirst().equals("train")) {
        words.addAll(List.of("--epochs", "1"));
      }
      ByteArrayOutputStream messages = new ByteArrayOutputStream();
      PrintStream stream = new PrintStream(messages, true, StandardCharsets.UTF_8);
      assertThat(Main.run(words.toArray(String[]::new), new Console(stream, stream, false)))
          .as("%s: %s", command, messages)
          .isZero();
    }
    assertThat(Files.readAllLines(folder.resolve("codes.csv"))).hasSize(361);
  }

  @Test
  void theJavaExampleTrainsSavesLoadsAndScores() {
    int n = 64;
    float[] numbers = new float[3 * n];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (0.5 + 0.5 * Math.sin(i * 0.37));
    }
    Path file = folder.resolve("model.concertina");
    AutoencoderBuilder builder =
        Autoencoder.builder()
            .encoder(dense(64, relu()), dense(8))
            .decoder(dense(64, relu()), dense());
    Dataset rows =
        MemoryDataset.of("rows", Tensor.of(Shape.of(n, 3), numbers), List.of("a", "b", "c"));
    float before;
    try (Autoencoder trained = builder.epochs(20).score(combined()).fit(rows)) {
      trained.save(file);
      before = trained.score(0.1f, 0.2f, 0.9f);
    }
    try (Autoencoder model = Autoencoder.load(file)) {
      float score = model.score(0.1f, 0.2f, 0.9f);
      Map<String, Float> errors = model.errors(0.1f, 0.2f, 0.9f);
      assertThat(score).isEqualTo(before);
      assertThat(errors).containsOnlyKeys("a", "b", "c");
      assertThat(model.summary()).contains("encoder/dense_1", "code [8]");
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      model.save(bytes);
      try (Autoencoder streamed = Autoencoder.load(new ByteArrayInputStream(bytes.toByteArray()));
          FileChannel channel = FileChannel.open(file);
          Autoencoder sought = Autoencoder.load(channel)) {
        assertThat(streamed.score(0.1f, 0.2f, 0.9f)).isEqualTo(before);
        assertThat(sought.score(0.1f, 0.2f, 0.9f)).isEqualTo(before);
      }
    }
  }

  @Test
  void theSameWithoutASavedModel() {
    float[] elements = new float[64 * 12];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) (0.5 + 0.5 * Math.sin(i * 0.37));
    }
    Tensor samples = Tensor.view(Shape.of(64, 12), elements);
    Dataset rows = MemoryDataset.of("rows", samples);
    try (Autoencoder model =
        Autoencoder.builder()
            .encoder(dense(64, relu()), dense(8))
            .decoder(dense(64, relu()), dense().activation(sigmoid()))
            .optimizer(adam(0.001))
            .epochs(20)
            .fit(rows)) {
      Tensor codes = model.encode(samples);
      Scores scores = model.score(samples);
      float first = scores.value(0);
      assertThat(codes.shape()).isEqualTo(Shape.of(64, 8));
      assertThat(first).isPositive();
      assertThat(scores.samples().shape()).isEqualTo(Shape.of(64));
      assertThat(model.model().history().epochs()).hasSize(20);
    }
  }
}
