package io.concertina.cli;

import static io.concertina.plugin.standard.activation.Activations.relu;
import static io.concertina.plugin.standard.activation.Activations.sigmoid;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.autoencoder.Autoencoder;
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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of this module's README and of the project's. */
class ReadmeTest {

  private static final Path ROOT = Path.of("..", "README.md");

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

  /** At most 12 lines, imports aside; what it does not say itself is given to it. */
  @Test
  void theJavaExampleTrainsSavesLoadsAndScores() throws Exception {
    List<String> lines = block("java").lines().toList();
    List<String> imports = lines.stream().filter(line -> line.startsWith("import ")).toList();
    List<String> statements =
        lines.stream().filter(line -> !line.startsWith("import ") && !line.isBlank()).toList();
    assertThat(statements).hasSizeLessThanOrEqualTo(12);
    Path source = folder.resolve("Example.java");
    Files.writeString(
        source,
        String.join("\n", imports)
            + "\n"
            + "class Example { static void run(int n, float[] numbers, java.nio.file.Path file) {\n"
            + String.join("\n", statements)
            + "\n}}\n");
    StringWriter problems = new StringWriter();
    PrintWriter printer = new PrintWriter(problems);
    String[] command = {"-proc:none", "-d", folder.toString(), source.toString()};
    int code = ToolProvider.findFirst("javac").orElseThrow().run(printer, printer, command);
    assertThat(code).as("%s", problems).isZero();
    Path file = folder.resolve("model.concertina");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Method run =
          loader
              .loadClass("Example")
              .getDeclaredMethod("run", int.class, float[].class, Path.class);
      run.setAccessible(true);
      run.invoke(null, 64, waves(3 * 64), file);
    }
    try (Autoencoder model = Autoencoder.load(file)) {
      assertThat(model.errors(0.1f, 0.2f, 0.9f)).containsOnlyKeys("a", "b", "c");
      assertThat(model.summary()).contains("encoder/dense_1", "code [8]");
    }
  }

  @Test
  void aModelComesFromStreamsAndChannelsAsFromFiles() throws IOException {
    Path file = folder.resolve("model.concertina");
    float[][] rows = {{0, 1}, {1, 0}, {1, 1}, {0, 0}};
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    float before;
    try (Autoencoder trained =
        Autoencoder.builder().encoder(dense(2)).decoder(dense()).epochs(1).fit(rows)) {
      trained.save(file);
      trained.save(bytes);
      before = trained.score(0.1f, 0.2f);
    }
    assertThat(bytes.toByteArray()).isEqualTo(Files.readAllBytes(file));
    try (Autoencoder streamed = Autoencoder.load(new ByteArrayInputStream(bytes.toByteArray()));
        FileChannel channel = FileChannel.open(file);
        Autoencoder sought = Autoencoder.load(channel)) {
      assertThat(streamed.score(0.1f, 0.2f)).isEqualTo(before);
      assertThat(sought.score(0.1f, 0.2f)).isEqualTo(before);
    }
  }

  @Test
  void thePathForOnesOwnCsvEndsInScores() throws IOException {
    Files.writeString(folder.resolve("my.yaml"), block("yaml"));
    for (String name : List.of("good.csv", "good-later.csv", "new.csv")) {
      List<String> rows = new ArrayList<>(List.of("temperature,pressure,speed,load"));
      float[] numbers = waves(4 * 50);
      for (int i = 0; i < numbers.length; i += 4) {
        rows.add(numbers[i] + "," + numbers[i + 1] + "," + numbers[i + 2] + "," + numbers[i + 3]);
      }
      Files.write(folder.resolve(name), rows);
    }
    List<String> commands =
        Files.readAllLines(ROOT).stream()
            .filter(line -> line.startsWith("    concertina ") && line.contains("my"))
            .toList();
    assertThat(commands).hasSize(3);
    for (String command : commands) {
      List<String> words =
          Stream.of(command.strip().split(" "))
              .skip(1)
              .map(word -> word.matches(".*\\.(yaml|csv)|runs/.*") ? in(word) : word)
              .toList();
      ByteArrayOutputStream messages = new ByteArrayOutputStream();
      PrintStream stream = new PrintStream(messages, true, StandardCharsets.UTF_8);
      assertThat(Main.run(words.toArray(String[]::new), new Console(stream, stream, false)))
          .as("%s: %s", command, messages)
          .isZero();
    }
    assertThat(Files.readAllLines(folder.resolve("new-scores.csv")).getFirst())
        .startsWith("score,")
        .contains("error_pressure");
  }

  private String in(String name) {
    return folder.resolve(name).toString();
  }

  /** The first block of a language in the project's README. */
  private static String block(String language) throws IOException {
    String text = Files.readString(ROOT);
    int begin = text.indexOf("```" + language + "\n") + language.length() + 4;
    return text.substring(begin, text.indexOf("```", begin));
  }

  private static float[] waves(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (0.5 + 0.5 * Math.sin(i * 0.37));
    }
    return numbers;
  }

  @Test
  void theSameWithoutASavedModel() {
    Tensor samples = Tensor.view(Shape.of(64, 12), waves(64 * 12));
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
