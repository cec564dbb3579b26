package io.concertina.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples of streams, likelihoods, heads, windows, loops and skips, a few epochs of each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {

  private static final int EPOCHS = 2;

  /** 1e-4 relative. */
  private static final double PERCENT = 0.01;

  /** The kernels that need no time to warm up; the bits are the same. */
  private static final List<Object> SCALAR = List.of("--set", "engine.settings.width=scalar");

  /** An example with its rows to score, and the terms of its objective. */
  private enum Example {
    DENOISING_PAIRS("digits-pairs/noisy-test.csv.gz", "reconstruction"),
    LEARNED_VARIANCE("anomaly-cardio/cardio-test.csv.gz", "reconstruction"),
    MISSING("missing/cardio-test-missing.csv.gz", "reconstruction"),
    CATEGORIES("payments/payments-test.csv.gz", "reconstruction", "categories"),
    CLASSIFY("mnist/t10k-images-idx3-ubyte.gz", "reconstruction", "class"),
    CONV1D_ECG("ecg5000/ecg5000-test.csv.gz", "reconstruction"),
    GRU_ECG("ecg5000/ecg5000-test.csv.gz", "reconstruction"),
    SKIP("digits8x8/digits-test.csv.gz", "reconstruction"),
    MIRROR("digits8x8/digits-test.csv.gz", "reconstruction"),
    MIRROR_SEQUENCES("digits8x8/digits-test.csv.gz", "reconstruction");

    private final String rows;
    private final Set<String> terms;

    Example(String rows, String... terms) {
      this.rows = rows;
      this.terms = Set.of(terms);
    }

    Path config() {
      String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
      return Checkout.root().resolve("cli/examples").resolve(name + ".yaml");
    }

    Path rows() {
      return Checkout.data(rows);
    }
  }

  @TempDir private static Path folder;

  private final Map<Example, JsonNode> runs = new EnumMap<>(Example.class);

  @ParameterizedTest
  @EnumSource
  void bothEnginesGiveTheSameLossesAndTerms(Example example) throws IOException {
    JsonNode ours = run(example);
    JsonNode theirs = train(example, "tensorflow", EPOCHS, folder.resolve(example + "-other"));
    assertThat(ours.get("epochs")).hasSize(EPOCHS);
    assertAlike("epochs", ours.get("epochs"), theirs.get("epochs"));
    if (ours.has("test")) {
      assertAlike("test", ours.get("test"), theirs.get("test"));
    }
  }

  private static void assertAlike(String place, JsonNode ours, JsonNode theirs) {
    assertThat(theirs.getNodeType()).as(place).isEqualTo(ours.getNodeType());
    assertThat(theirs.size()).as(place).isEqualTo(ours.size());
    if (ours.isNumber()) {
      assertThat(theirs.asDouble()).as(place).isCloseTo(ours.asDouble(), withinPercentage(PERCENT));
    }
    ours.properties()
        .forEach(
            field ->
                assertAlike(
                    place + "." + field.getKey(), field.getValue(), theirs.get(field.getKey())));
    for (int i = 0; ours.isArray() && i < ours.size(); i++) {
      assertAlike(place + " " + i, ours.get(i), theirs.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyEpochTellsItsTermsAndCoefficientsAndTheLossIsTheirSum(Example example)
      throws IOException {
    for (JsonNode epoch : run(example).get("epochs")) {
      JsonNode terms = epoch.get("terms");
      JsonNode coefficients = epoch.get("coefficients");
      assertThat(names(terms)).containsAll(example.terms);
      assertThat(example.terms).containsAll(names(coefficients));
      double sum = 0;
      for (String term : example.terms) {
        double factor = coefficients.has(term) ? coefficients.get(term).asDouble() : 1;
        sum += factor * terms.get(term).asDouble();
      }
      assertThat(epoch.get("loss").asDouble()).isCloseTo(sum, withinPercentage(PERCENT));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResumedRunEndsWithTheSameBits(Example example) throws IOException {
    Path whole = Path.of(run(example).get("model").asText());
    Path resumed = folder.resolve(example + "-resumed");
    train(example, "native", EPOCHS - 1, resumed);
    JsonNode rest = train(example, "native", EPOCHS, resumed, "--resume");
    assertThat(Archive.read(Path.of(rest.get("model").asText())).bytes(Archive.WEIGHTS))
        .isEqualTo(Archive.read(whole).bytes(Archive.WEIGHTS));
  }

  @ParameterizedTest
  @EnumSource
  void theSavedModelEvaluatesAlikeOnBothEngines(Example example) throws IOException {
    JsonNode ours = evaluate(example, "native");
    assertThat(ours.get("unscored").asInt()).isZero();
    assertThat(ours.get("mse").asDouble()).isFinite();
    assertThat(ours.get("mean_score").asDouble()).isFinite();
    assertAlike("evaluate", ours, evaluate(example, "tensorflow"));
  }

  @ParameterizedTest
  @EnumSource
  void theModelTellsItsInputs(Example example) throws IOException {
    JsonNode inputs = json("inspect", run(example).get("model").asText()).get("inputs");
    Set<String> features = example == Example.CATEGORIES ? Set.of("x", "categories") : Set.of("x");
    assertThat(names(inputs)).containsAll(features);
    int[] shape = new ObjectMapper().treeToValue(inputs.get("x"), int[].class);
    assertThat(shape)
        .isEqualTo(
            switch (example) {
              case DENOISING_PAIRS, SKIP, MIRROR, MIRROR_SEQUENCES -> new int[] {64};
              case LEARNED_VARIANCE, MISSING -> new int[] {21};
              case CATEGORIES -> new int[] {3};
              case CLASSIFY -> new int[] {28, 28};
              case CONV1D_ECG, GRU_ECG -> new int[] {140};
            });
  }

  @Test
  void keysStandBeforeTheScoresAndAColumnOfWordsHasOneShare() throws IOException {
    List<String> scores = score(Example.CATEGORIES);
    assertThat(scores.getFirst())
        .isEqualTo(
            "id,score,error_amount,error_hour,error_items,error_country,error_device,error_channel");
    List<String> rows = lines(Example.CATEGORIES.rows());
    int id = List.of(rows.getFirst().split(",")).indexOf("id");
    assertThat(scores.stream().skip(1).map(line -> line.split(",")[0]))
        .isEqualTo(rows.stream().skip(1).map(line -> line.split(",")[id]).toList());
  }

  @Test
  void whereCellsMayBeMissingTheScoresSayHowManyAreObserved() throws IOException {
    List<String> scores = score(Example.MISSING);
    assertThat(scores.getFirst()).startsWith("score,observed,error_f1,").endsWith(",error_f21");
    List<String> rows = lines(Example.MISSING.rows());
    int label = List.of(rows.getFirst().split(",")).indexOf("label");
    List<String> expected = new ArrayList<>();
    for (String row : rows.subList(1, rows.size())) {
      List<String> cells = new ArrayList<>(Arrays.asList(row.split(",", -1)));
      cells.remove(label);
      cells.removeIf(cell -> Set.of("", "?", "NA").contains(cell));
      expected.add(Integer.toString(cells.size()));
    }
    assertThat(expected).anyMatch(count -> !count.equals("21"));
    assertThat(scores.stream().skip(1).map(line -> line.split(",")[1])).isEqualTo(expected);
    assertThat(score(Example.LEARNED_VARIANCE).getFirst()).startsWith("score,error_f1,");
  }

  @Test
  void aRowOfMissingCellsOnlyIsCountedAndHasNoScore() throws IOException {
    List<String> rows = lines(Example.MISSING.rows());
    List<String> more = new ArrayList<>(rows);
    more.add(2, ",".repeat(20) + ",1");
    Path file = Files.write(folder.resolve("nothing.csv"), more);
    String model = run(Example.MISSING).get("model").asText();
    Path output = folder.resolve("nothing-scores.csv");
    Outcome scored = Outcome.of("score", model, "--data", file, "--output", output);
    assertThat(scored.code()).as(scored.err()).isZero();
    assertThat(scored.err()).contains("rows without a score");
    List<String> scores = Files.readAllLines(output);
    assertThat(scores).hasSize(more.size());
    assertThat(scores.get(2)).startsWith(",0,");
    Outcome ranked = Outcome.of("evaluate", model, "--data", file, "--labels", "label", "--json");
    assertThat(new ObjectMapper().readTree(ranked.out()).get("unscored").asInt()).isOne();
    assertThat(ranked.err()).contains("rank nowhere");
  }

  private JsonNode run(Example example) throws IOException {
    JsonNode run = runs.get(example);
    if (run == null) {
      run = train(example, "native", EPOCHS, folder.resolve(example + ""));
      runs.put(example, run);
    }
    return run;
  }

  private static JsonNode train(
      Example example, String engine, int epochs, Path output, Object... more) throws IOException {
    List<Object> words =
        new ArrayList<>(List.of("train", "--config", example.config(), "--engine", engine));
    words.addAll(List.of("--epochs", epochs, "--output", output));
    words.addAll(List.of(more));
    if (engine.equals("native")) {
      words.addAll(SCALAR);
    }
    return json(words.toArray());
  }

  private JsonNode evaluate(Example example, String engine) throws IOException {
    String model = run(example).get("model").asText();
    return json("evaluate", model, "--data", example.rows(), "--engine", engine);
  }

  private List<String> score(Example example) throws IOException {
    Path output = folder.resolve(example + "-scores.csv");
    String model = run(example).get("model").asText();
    Outcome outcome = Outcome.of("score", model, "--data", example.rows(), "--output", output);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return lines(output);
  }

  private static JsonNode json(Object... words) throws IOException {
    Object[] all = Stream.concat(Arrays.stream(words), Stream.of("--json")).toArray();
    Outcome outcome = Outcome.of(all);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new ObjectMapper().readTree(outcome.out());
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> lines(Path file) throws IOException {
    if (!file.toString().endsWith(".gz")) {
      return Files.readAllLines(file);
    }
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
      return reader.lines().toList();
    }
  }
}
