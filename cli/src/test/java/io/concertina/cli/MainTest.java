package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertina.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

  private static final String CONFIGURATION =
      """
      seed: 1
      data:
        generate: {rows: 64, columns: 4}
      model:
        encoder:
          - dense: {units: 3, activation: tanh}
        decoder:
          - dense: {activation: sigmoid}
      training: {epochs: 2, batch: 16, validation_split: 0.25, metrics: mae}
      """;

  @TempDir private Path folder;

  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

  private int run(Object... arguments) {
    Console console =
        new Console(
            new PrintStream(results, true, StandardCharsets.UTF_8),
            new PrintStream(messages, true, StandardCharsets.UTF_8),
            false);
    String[] words = java.util.Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    return Main.run(words, console);
  }

  private String results() {
    return results.toString(StandardCharsets.UTF_8);
  }

  private String messages() {
    return messages.toString(StandardCharsets.UTF_8);
  }

  private Path train() throws IOException {
    Path config = Files.writeString(folder.resolve("small.yaml"), CONFIGURATION);
    Path run = folder.resolve("run");
    assertThat(run("train", "--config", config, "--output", run, "--threads", 1, "--json"))
        .isZero();
    return run;
  }

  @Test
  void trainPrintsOneJsonObjectAndLeavesARunFolder() throws IOException {
    Path run = train();
    JsonNode json = new ObjectMapper().readTree(results());
    assertThat(results().lines()).hasSize(1);
    assertThat(json.get("engine").asText()).isEqualTo("native");
    assertThat(json.get("seed").asLong()).isEqualTo(1);
    assertThat(json.get("epochs")).hasSize(2);
    assertThat(json.get("epochs").get(1).get("loss").asDouble()).isPositive();
    assertThat(json.get("epochs").get(1).get("val_loss").asDouble()).isPositive();
    assertThat(json.get("seconds").asDouble()).isPositive();
    assertThat(json.get("model").asText()).isEqualTo(run.resolve("model.concertina").toString());
    assertThat(run)
        .isDirectoryContaining("glob:**/config.yaml")
        .isDirectoryContaining("glob:**/history.csv")
        .isDirectoryContaining("glob:**/metrics.json")
        .isDirectoryContaining("glob:**/model.concertina")
        .isDirectoryContaining("glob:**/checkpoints");
    assertThat(messages().lines().filter(line -> line.startsWith("epoch "))).hasSize(2);
    assertThat(Files.readString(run.resolve("history.csv")))
        .startsWith("epoch,loss,mae,val_loss,val_mae,rate\n1,");
  }

  @Test
  void aSavedModelEncodesDecodesReconstructsAndScores() throws IOException {
    Path model = train().resolve("model.concertina");
    Path rows = Files.writeString(folder.resolve("rows.csv"), "0.1,0.2,0.3,0.4\n0.5,0.6,0.7,0.8\n");
    Path codes = folder.resolve("codes.csv");
    Path decoded = folder.resolve("decoded.csv");
    Path whole = folder.resolve("whole.csv");
    Path scores = folder.resolve("scores.csv");
    assertThat(run("encode", model, "--data", rows, "--output", codes)).isZero();
    assertThat(run("decode", model, "--data", codes, "--output", decoded)).isZero();
    assertThat(run("reconstruct", model, "--data", rows, "--output", whole)).isZero();
    assertThat(run("score", model, "--data", rows, "--output", scores)).isZero();
    assertThat(Files.readAllLines(codes)).hasSize(3).first().isEqualTo("c1,c2,c3");
    List<String> reconstructed = Files.readAllLines(whole);
    assertThat(reconstructed).hasSize(3);
    List<String> fromCodes = Files.readAllLines(decoded);
    for (int line = 1; line < 3; line++) {
      assertThat(numbers(fromCodes.get(line)))
          .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : Double.compare(a, b))
          .containsExactlyElementsOf(numbers(reconstructed.get(line)));
    }
    List<Double> score = numbers(Files.readAllLines(scores).get(1));
    assertThat(score).hasSize(5);
    assertThat(score.getFirst())
        .isCloseTo(
            score.subList(1, 5).stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
            org.assertj.core.api.Assertions.within(1e-7));
  }

  private static List<Double> numbers(String line) {
    return java.util.Arrays.stream(line.split(",")).map(Double::valueOf).toList();
  }

  @Test
  void evaluatePrintsErrorAndRanking() throws IOException {
    Path model = train().resolve("model.concertina");
    results.reset();
    Path rows =
        Files.writeString(
            folder.resolve("rows.csv"),
            "f1,f2,f3,f4,label\n0.5,0.5,0.5,0.5,0\n0.4,0.6,0.5,0.5,0\n9,-9,9,-9,1\n");
    assertThat(run("evaluate", model, "--data", rows, "--json")).isEqualTo(3);
    assertThat(messages()).contains("rows [4] as the model takes them, got [5]");
    assertThat(run("evaluate", model, "--data", rows, "--labels", "label", "--json")).isZero();
    JsonNode ranked = new ObjectMapper().readTree(results());
    assertThat(ranked.get("rows").asInt()).isEqualTo(3);
    assertThat(ranked.get("roc_auc").asDouble()).isEqualTo(1);
    results.reset();
    Path named =
        Files.writeString(
            folder.resolve("bare.csv"), "0.5,0.5,0.5,0.5\n0.4,0.6,0.5,0.5\n9,-9,9,-9\n");
    assertThat(run("evaluate", model, "--data", named, "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(results());
    assertThat(json.get("mse").asDouble()).isPositive();
    assertThat(json.has("roc_auc")).isFalse();
  }

  @Test
  void inspectShowsTheLayersVariables() throws IOException {
    Path model = train().resolve("model.concertina");
    results.reset();
    assertThat(run("inspect", model)).isZero();
    assertThat(results())
        .contains("encoder/dense_1/kernel")
        .contains("[4, 3]")
        .contains("parameters  31");
    results.reset();
    assertThat(run("inspect", model, "--json")).isZero();
    assertThat(new ObjectMapper().readTree(results()).get("parameters").asInt()).isEqualTo(31);
  }

  @Test
  void compressWritesAModelWithRoundedKernelsAndTellsTheError() throws IOException {
    Path model = train().resolve("model.concertina");
    Path small = folder.resolve("small.concertina");
    results.reset();
    assertThat(run("compress", model, "--values", "int8", "--output", small, "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(results());
    assertThat(json.get("values").asText()).isEqualTo("int8");
    assertThat(json.get("file_bytes").asLong()).isEqualTo(Files.size(small));
    assertThat(json.get("file_bytes_before").asLong()).isEqualTo(Files.size(model));
    assertThat(json.get("notes")).hasSize(2);
    assertThat(json.get("notes").get(0).asText())
        .startsWith("decoder/dense_1/kernel: rounded, with an absolute error of at most 0.00");
    assertThat(run("inspect", small)).isZero();
  }

  @Test
  void compressRefusesUnknownValuesAndFormatsAndWritesNothing() throws IOException {
    Path model = train().resolve("model.concertina");
    Path output = folder.resolve("small.concertina");
    assertThat(run("compress", model, "--values", "int7", "--output", output)).isEqualTo(2);
    assertThat(messages()).contains("--values").contains("int7");
    assertThat(output).doesNotExist();
    Path other = folder.resolve("small.zip");
    assertThat(run("compress", model, "--output", other)).isEqualTo(2);
    assertThat(other).doesNotExist();
  }

  @Test
  void inspectShowsWhatTheEngineRuns() throws IOException {
    Path model = train().resolve("model.concertina");
    results.reset();
    assertThat(run("inspect", model, "--plan", "--batch", 5)).isZero();
    assertThat(results().lines().filter(line -> line.startsWith("plan ")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("plan encode").contains("batch=5"),
            line -> assertThat(line).startsWith("plan reconstruct"),
            line -> assertThat(line).startsWith("plan step"));
    assertThat(results()).contains("matmul NN 5x3x4").contains("optimizer/m/encoder/dense_1");
    results.reset();
    assertThat(run("inspect", model, "--plan", "--json")).isZero();
    JsonNode encode = new ObjectMapper().readTree(results()).at("/plans/encode");
    assertThat(encode.get(0).asText()).startsWith("plan encode");
  }

  @Test
  void plansNeedRowsAndAnEngineThatShowsThem() throws IOException {
    Path model = train().resolve("model.concertina");
    results.reset();
    assertThat(run("inspect", model, "--plan", "--batch", 0)).isEqualTo(2);
    assertThat(messages()).endsWith("concertina: --batch: expected at least 1, got 0\n");
    assertThat(run("inspect", model, "--plan", "--engine", "tensorflow")).isEqualTo(1);
    assertThat(messages())
        .endsWith(
            "concertina: --plan: expected an engine that shows its plans, such as native, got"
                + " tensorflow\n");
    assertThat(results()).isEmpty();
  }

  @Test
  void pluginsEnginesAndDoctorSeeBothEngines() {
    assertThat(run("plugins")).isZero();
    assertThat(results()).contains("standard").contains("dense").contains("adam");
    results.reset();
    assertThat(run("engines")).isZero();
    assertThat(results()).contains("native").contains("tensorflow").contains("deterministic");
    results.reset();
    assertThat(run("doctor")).isZero();
    assertThat(results()).contains("engine native").doesNotContain("FAULT");
  }

  @Test
  void enginesShowsEveryFeatureByNameAsTextAndAsJson() {
    assertThat(run("engines")).isZero();
    assertThat(results())
        .containsPattern("deterministic across threads +true")
        .containsPattern("deterministic across threads +false")
        .containsPattern("settings +width");
    results.reset();
    assertThat(run("engines", "--json")).isZero();
    assertThat(results())
        .contains("\"native\":{\"training\":true,\"windows\":true,\"deterministic\":true,")
        .contains("\"deterministic across threads\":true,\"concurrent runs\":true,\"threads\":")
        .contains("\"settings\":[\"width\"]");
  }

  @Test
  void anUnknownKeyIsAnErrorWithTheNearestName() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("typo.yaml"), CONFIGURATION.replace("batch: 16", "bacth: 16"));
    assertThat(run("train", "--config", config, "--output", folder.resolve("run"))).isEqualTo(2);
    assertThat(messages())
        .isEqualTo("concertina: training.bacth: unknown key; did you mean batch?\n");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void anUnknownOptionIsAUsageErrorOnOneLine() {
    assertThat(run("train", "--confg", "x")).isEqualTo(2);
    assertThat(messages().lines()).hasSize(1);
    assertThat(messages()).startsWith("concertina: ").contains("see concertina train --help");
  }

  @Test
  void debugAddsTheStackTrace() {
    assertThat(run("train", "--config", folder.resolve("none.yaml"), "--debug")).isEqualTo(2);
    assertThat(messages()).contains("ConfigurationException").contains("\tat ");
  }
}
