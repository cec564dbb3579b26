package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertina.cli.output.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's jar in a folder brings layers, an optimiser and other parts to the command line. */
class PluginPathTest {

  private static final String CONFIGURATION =
      """
      seed: 5
      data:
        labels: label
        scaling: {range: [0, 16]}
      model:
        encoder:
          - name: wide
            dense: {units: 32, activation: tanh, kernel_regularizer: {hoyer: {strength: 1.0e-5}}}
          - {name: changed, scaled_residual: {scale: 0.2}}
          - {name: gated, gate: {}, from: [changed, wide]}
          - dense: {units: 8}
        decoder:
          - dense: {units: 32, activation: tanh}
          - dense: {activation: sigmoid}
      training:
        epochs: 5
        optimizer: {lion: {rate: 0.001}}
      score: largest_error
      listeners:
        - code_trace: {file: "%s", row: 3}
        - jsonl: {file: "%s"}
      """;

  @TempDir private Path folder;

  private Path plugins;
  private Path config;

  @BeforeEach
  void putTheJarIntoAFolder() throws IOException {
    plugins = Files.createDirectory(folder.resolve("plugins"));
    jar(Path.of(System.getProperty("concertina.sample.classes")), plugins.resolve("sample.jar"));
    config =
        Files.writeString(
            folder.resolve("sample.yaml"),
            CONFIGURATION.formatted(folder.resolve("trace.csv"), folder.resolve("lines.jsonl")));
  }

  @Test
  void thePluginIsNotOnTheClassPath() {
    assertThatThrownBy(() -> Class.forName("io.concertina.sample.SamplePlugin"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void trainsOnBothEnginesWithTheSameLossesAndEvaluatesOnTheOther() throws IOException {
    JsonNode ours = train("native");
    JsonNode theirs = train("tensorflow");
    assertThat(ours.get("epochs")).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(loss(ours, i)).isCloseTo(loss(theirs, i), withinPercentage(0.01));
    }
    assertThat(loss(ours, 4)).isLessThan(0.6 * loss(ours, 0));
    assertThat(evaluate(ours.get("model").asText(), "tensorflow"))
        .isCloseTo(ours.get("test").get("mse").asDouble(), withinPercentage(0.01));
    assertThat(evaluate(theirs.get("model").asText(), "native"))
        .isCloseTo(theirs.get("test").get("mse").asDouble(), withinPercentage(0.01));
  }

  @Test
  void theirListenerSeesTheCodesOfItsRowAsTheBuiltInOneSeesTheEpochs() throws IOException {
    for (String engine : List.of("native", "tensorflow")) {
      JsonNode epochs = train(engine).get("epochs");
      List<String> lines = Files.readAllLines(folder.resolve("lines.jsonl"));
      assertThat(lines).hasSize(5);
      assertThat(new ObjectMapper().readTree(lines.get(4)).get("loss"))
          .isEqualTo(epochs.get(4).get("loss"));
      List<String> codes = Files.readAllLines(folder.resolve("trace.csv"));
      Files.delete(folder.resolve("trace.csv"));
      assertThat(codes).hasSize(5);
      assertThat(codes.getLast()).startsWith("5,");
      assertThat(codes.getLast().split(",")).hasSize(1 + 8);
    }
  }

  @Test
  void withoutTheFolderTheNamesAreUnknown() {
    Outcome outcome =
        Outcome.of("train", "--config", config, "--data", digits("train"), "--output", folder);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("unknown optimizer lion").hasLineCount(1);
  }

  @Test
  void aModelWithTheirPartsSaysHowToNameTheFolder() throws IOException {
    String model = train("native").get("model").asText();
    Outcome outcome = Outcome.of("inspect", model);
    assertThat(outcome.code()).isEqualTo(ExitCode.MODEL_FILE);
    assertThat(outcome.err())
        .contains("encoder[0].dense.kernel_regularizer: unknown regularizer hoyer")
        .endsWith("; if a plugin of your own has it, name its folder with --plugin-path\n")
        .hasLineCount(1);
  }

  private JsonNode train(String engine) throws IOException {
    Outcome outcome =
        Outcome.of(
            "train",
            "--config",
            config,
            "--data",
            digits("train"),
            "--test",
            digits("test"),
            "--plugin-path",
            plugins,
            "--engine",
            engine,
            "--output",
            folder.resolve(engine),
            "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new ObjectMapper().readTree(outcome.out());
  }

  private static double loss(JsonNode trained, int epoch) {
    return trained.get("epochs").get(epoch).get("loss").asDouble();
  }

  private double evaluate(String model, String engine) throws IOException {
    Outcome outcome =
        Outcome.of(
            "evaluate",
            model,
            "--data",
            digits("test"),
            "--plugin-path",
            plugins,
            "--engine",
            engine,
            "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new ObjectMapper().readTree(outcome.out()).get("mse").asDouble();
  }

  private static Path digits(String part) {
    return Checkout.data("digits8x8/digits-" + part + ".csv.gz");
  }

  private static void jar(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> found = Files.walk(classes)) {
      for (Path path : found.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString().replace('\\', '/')));
        Files.copy(path, out);
        out.closeEntry();
      }
    }
  }
}
