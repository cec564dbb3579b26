package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands prune, compare, sparsity-curve and inspect on a small model. */
class PruningCommandsTest {

  private static final String CONFIGURATION =
      """
      seed: 1
      data:
        generate: {rows: 200, columns: 6}
      model:
        encoder:
          - dense: {units: 32, activation: relu}
          - dense: {units: 3}
        decoder:
          - dense: {units: 32, activation: relu}
          - dense: {activation: sigmoid}
      training: {epochs: 2, batch: 20, loss: mse, metrics: mae, optimizer: {adam: {rate: 0.01}}}
      """;

  @TempDir private Path folder;

  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private Path model = Path.of("");
  private Path rows = Path.of("");

  private int run(Object... arguments) {
    results.reset();
    messages.reset();
    Console console =
        new Console(
            new PrintStream(results, true, StandardCharsets.UTF_8),
            new PrintStream(messages, true, StandardCharsets.UTF_8),
            false);
    return Main.run(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new), console);
  }

  private String messages() {
    return messages.toString(StandardCharsets.UTF_8);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(results.toString(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void train() throws IOException {
    Path config = Files.writeString(folder.resolve("small.yaml"), CONFIGURATION);
    Path run = folder.resolve("run");
    assertThat(run("train", "--config", config, "--output", run, "--threads", 1)).isZero();
    model = run.resolve("model.concertina");
    StringBuilder csv = new StringBuilder();
    for (int row = 0; row < 100; row++) {
      for (int i = 0; i < 6; i++) {
        csv.append(i == 0 ? "" : ",").append((row * 7 + i * 3) % 11 / 11.0);
      }
      csv.append('\n');
    }
    rows = Files.writeString(folder.resolve("rows.csv"), csv);
  }

  private Path prune(Object... more) {
    Path output = folder.resolve("pruned.concertina");
    Object[] fixed = {"prune", model, "--data", rows, "--output", output, "--threads", 1, "--json"};
    Object[] all = Stream.concat(Arrays.stream(fixed), Arrays.stream(more)).toArray();
    assertThat(run(all)).as(messages()).isZero();
    return output;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void everyMethodReachesItsSparsity(List<Object> options) throws IOException {
    Path pruned = prune(options.toArray());
    assertThat(json().get("sparsity").asDouble()).isCloseTo(0.75, within(0.01));
    assertThat(run("inspect", pruned, "--json")).isZero();
    JsonNode kernel = json().get("variables").get(0);
    assertThat(kernel.get("sparsity").asDouble()).isPositive();
    assertThat(kernel.get("histogram").get("counts")).hasSize(16);
    assertThat(json().get("masked")).hasSize(4);
    assertThat(json().get("cut_off_units").has("encoder/dense_1")).isTrue();
    assertThat(json().get("dead_units")).isEqualTo(json().get("cut_off_units"));
  }

  @Test
  void aSettingOfAnotherOptimizerThanTheModelWasMadeWithIsRefused() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("named.yaml"), CONFIGURATION.replace("{adam: {rate: 0.01}}", "adam"));
    Path run = folder.resolve("named");
    assertThat(run("train", "--config", config, "--output", run)).isZero();
    Path output = folder.resolve("pruned.concertina");
    Object[] words = {
      "prune",
      run.resolve("model.concertina"),
      "--data",
      rows,
      "--sparsity",
      0.5,
      "--output",
      output,
      "--set",
      "optimizer.sgd.rate=1"
    };
    assertThat(run(words)).isEqualTo(ExitCode.USAGE);
    assertThat(messages())
        .isEqualTo(
            "concertina: --set optimizer.sgd.rate=1: expected settings of adam, which stands"
                + " there, got sgd; set optimizer first\n");
    assertThat(output).doesNotExist();
  }

  static Stream<List<Object>> methods() {
    return Stream.of(
        List.of("--sparsity", 0.75, "--method", "magnitude"),
        List.of("--sparsity", 0.75, "--method", "gradient-magnitude", "--fine-tune", 2),
        List.of("--sparsity", 0.75, "--method", "movement", "--scope", "global"),
        List.of("--sparsity", 0.75, "--method", "random", "--fine-tune", 3, "--end", 1),
        List.of("--sparsity", 0.75, "--granularity", "block", "--block", "4x1", "--fine-tune", 2));
  }

  @Test
  void unitsAreGoneForGood() throws IOException {
    Path pruned =
        prune("--sparsity", 0.5, "--granularity", "unit", "--fine-tune", 1, "--test", rows);
    assertThat(json().get("test").get("mse").asDouble()).isPositive();
    assertThat(run("inspect", pruned, "--json")).isZero();
    JsonNode variables = json().get("variables");
    int units = 0;
    for (JsonNode variable : variables) {
      if (variable.get("name").asText().equals("encoder/dense_1/bias")
          || variable.get("name").asText().equals("decoder/dense_1/bias")) {
        units += variable.get("shape").get(0).asInt();
      }
    }
    assertThat(units).isEqualTo(32);
  }

  @Test
  void compareSetsModelsSideBySide() throws IOException {
    Path pruned = prune("--sparsity", 0.75);
    assertThat(run("compare", model, pruned, "--data", rows, "--json")).as(messages()).isZero();
    JsonNode models = json().get("models");
    assertThat(models).hasSize(2);
    JsonNode dense = models.get(0);
    JsonNode sparse = models.get(1);
    assertThat(dense.get("model").asText()).isEqualTo(model.toString());
    assertThat(dense.get("parameters").asInt()).isEqualTo(sparse.get("parameters").asInt());
    assertThat(dense.get("multiply_adds").asLong()).isEqualTo(2 * (6 * 32 + 32 * 3));
    assertThat(sparse.get("multiply_adds").asLong()).isEqualTo((6 * 32 + 32 * 3) / 2);
    assertThat(sparse.get("nonzero").asInt()).isLessThan(dense.get("nonzero").asInt());
    assertThat(dense.get("file_bytes").asLong()).isEqualTo(Files.size(model));
    for (JsonNode each : models) {
      assertThat(each.get("latency_us").asDouble()).isPositive();
      assertThat(each.get("throughput").asDouble()).isPositive();
      assertThat(each.get("cross_entropy").asDouble()).isPositive();
    }
    assertThat(run("evaluate", model, "--data", rows, "--json")).isZero();
    assertThat(json().get("mse").asDouble()).isCloseTo(dense.get("mse").asDouble(), within(1e-7));
  }

  private int curve(Path table, Object... more) {
    Object[] fixed = {
      "sparsity-curve",
      model,
      "--data",
      rows,
      "--test",
      rows,
      "--sparsities",
      "0.5,0.8",
      "--methods",
      "magnitude,random",
      "--fine-tune",
      1,
      "--threads",
      1,
      "--output",
      table
    };
    return run(Stream.concat(Arrays.stream(fixed), Arrays.stream(more)).toArray());
  }

  @Test
  void theCurveIsATableAndAPicture() throws IOException {
    Path table = folder.resolve("curve.csv");
    Path picture = folder.resolve("curve.png");
    assertThat(curve(table, "--seeds", "1,2", "--picture", picture)).as(messages()).isZero();
    List<String> lines = Files.readAllLines(table);
    assertThat(lines)
        .hasSize(2 + 8)
        .first()
        .isEqualTo("method,granularity,sparsity,fine_tune,seed,mse,above_dense");
    assertThat(lines.get(1)).startsWith("dense,,0,,,0.");
    assertThat(lines.get(2)).startsWith("magnitude,weight,0.5,1,1,0.");
    assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(900);
  }

  @Test
  void aCurveGoesOnWhereItsTableEnds() throws IOException {
    Path table = folder.resolve("curve.csv");
    assertThat(curve(table, "--seeds", "1")).as(messages()).isZero();
    List<String> first = Files.readAllLines(table);
    assertThat(curve(table, "--seeds", "1,2")).as(messages()).isZero();
    assertThat(messages()).contains("seed 2").doesNotContain("seed 1");
    assertThat(Files.readAllLines(table)).hasSize(2 + 8).startsWith(first.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\n1,2\n",
        "method,granularity,sparsity,fine_tune,seed,mse,above_dense\ndense,,0,,,0.5,0\n"
      })
  void aCurveLeavesTheTableOfAnotherModelAlone(String content) throws IOException {
    Path table = Files.writeString(folder.resolve("curve.csv"), content);
    assertThat(curve(table)).isEqualTo(ExitCode.DATA);
    assertThat(messages().lines().filter(line -> line.startsWith("concertina:"))).hasSize(1);
    assertThat(table).hasContent(content);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesAreNamedAndNothingIsWritten(String message, List<Object> options) {
    Path output = folder.resolve("none.concertina");
    Object[] fixed = {"prune", model, "--data", rows, "--output", output, "--threads", 1};
    Object[] all = Stream.concat(Arrays.stream(fixed), options.stream()).toArray();
    assertThat(run(all)).isEqualTo(ExitCode.USAGE);
    assertThat(messages()).contains(message);
    assertThat(messages().lines().filter(line -> line.startsWith("concertina:"))).hasSize(1);
    assertThat(output).doesNotExist();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("--sparsity: expected at least 0 and below 1, got 1.0", "--sparsity", 1),
        mistake("--sparsity: expected at least 0 and below 1, got -0.5", "--sparsity", -0.5),
        mistake("did you mean encoder/dense_1?", "--sparsity", 0.5, "--exclude", "encoder/dens_1"),
        mistake("did you mean decoder/dense_2?", "--sparsity", 0.5, "--include", "decodr/dense_2"),
        mistake("one of [magnitude, ", "--sparsity", 0.5, "--method", "size"),
        mistake(
            "schedule.end: expected at least schedule.begin",
            "--sparsity",
            0.5,
            "--fine-tune",
            3,
            "--begin",
            2,
            "--end",
            1),
        mistake("before the end of the run", "--sparsity", 0.5, "--fine-tune", 3, "--end", 3),
        mistake("blocks of at least 1x1", "--sparsity", 0.5, "--granularity", "0x3"),
        mistake("--rate: expected a factor above 0", "--sparsity", 0.5, "--rate", 0),
        mistake("unknown key", "--sparsity", 0.5, "--fine-tune", 1, "--set", "epoch=3"));
  }

  private static Arguments mistake(String message, Object... options) {
    return Arguments.of(message, List.of(options));
  }
}
