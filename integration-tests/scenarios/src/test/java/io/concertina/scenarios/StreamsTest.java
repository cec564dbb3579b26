package io.concertina.scenarios;

import static io.concertina.plugin.standard.layer.Layers.concat;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.layer.Layers.named;
import static io.concertina.plugin.standard.layer.Layers.oneHot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.Dataset;
import io.concertina.data.Datasets;
import io.concertina.data.MemoryDataset;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples whose models read several streams, with fewer epochs. */
class StreamsTest {

  /** 1e-4 relative. */
  private static final double PERCENT = 0.01;

  @TempDir private Path folder;

  private static String example(String name, int epochs) throws IOException {
    String text = Files.readString(Checkout.root().resolve("cli/examples/" + name + ".yaml"));
    return text.replace("data/digits8x8", Checkout.data("digits8x8").toString())
        .replace("data/multiview", Checkout.data("multiview").toString())
        .replaceFirst("epochs: \\d+", "epochs: " + epochs);
  }

  private JsonNode train(String text, String engine, String output, Object... more)
      throws IOException {
    Path config = Files.writeString(folder.resolve("config.yaml"), text);
    List<Object> words = new ArrayList<>(List.of("train", "--config", config, "--json"));
    words.addAll(List.of("--engine", engine, "--output", folder.resolve(output)));
    words.addAll(List.of(more));
    return new ObjectMapper().readTree(run(words.toArray()));
  }

  private static String run(Object... words) {
    Outcome outcome = Outcome.of(words);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.out();
  }

  private static String refusal(Object... words) {
    Outcome outcome = Outcome.of(words);
    assertThat(outcome.code()).isNotZero();
    return outcome.err();
  }

  private String refused(String text) throws IOException {
    Path config = Files.writeString(folder.resolve("config.yaml"), text);
    return refusal("train", "--config", config, "--output", folder.resolve("refused"));
  }

  private static byte[] weights(JsonNode run) throws IOException {
    return Archive.read(Path.of(run.get("model").asText())).bytes(Archive.WEIGHTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conditional", "two-views"})
  void aResumedRunEndsWithTheSameBits(String name) throws IOException {
    JsonNode whole = train(example(name, 3), "native", "whole");
    assertThat(train(example(name, 1), "native", "resumed").get("epochs")).hasSize(1);
    JsonNode resumed = train(example(name, 3), "native", "resumed", "--resume");
    assertThat(weights(resumed)).isEqualTo(weights(whole));
    assertThat(resumed.get("epochs")).isEqualTo(whole.get("epochs"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"conditional", "two-views"})
  void bothEnginesAgree(String name) throws IOException {
    JsonNode ours =
        train(example(name, 3), "native", "ours", "--set", "engine.settings.width=scalar");
    JsonNode theirs = train(example(name, 3), "tensorflow", "theirs");
    for (int i = 0; i < 3; i++) {
      for (String column : List.of("loss", "val_loss")) {
        assertThat(theirs.get("epochs").get(i).get(column).asDouble())
            .isCloseTo(ours.get("epochs").get(i).get(column).asDouble(), withinPercentage(PERCENT));
      }
    }
  }

  private Path codes(String header, String rows) throws IOException {
    return Files.writeString(folder.resolve("codes.csv"), header + "\n" + rows);
  }

  @Test
  void aLabelChoosesTheDigitThatACodeDraws() throws IOException {
    String model = train(example("conditional", 3), "native", "run").get("model").asText();
    Path drawn = folder.resolve("drawn.csv");
    Path codes = codes("c1,c2,c3,c4,c5,c6,label", "0,0,0,0,0,0,0\n0,0,0,0,0,0,1\n");
    run("decode", model, "--data", codes, "--output", drawn);
    List<String> lines = Files.readAllLines(drawn);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).isNotEqualTo(lines.get(2));
  }

  @Test
  void codesWithoutLabelsAreRefusedByTheNameOfTheLabel() throws IOException {
    String model = train(example("conditional", 1), "native", "run").get("model").asText();
    Path codes = codes("c1,c2,c3,c4,c5,c6", "0,0,0,0,0,0\n");
    assertThat(refusal("decode", model, "--data", codes, "--output", folder.resolve("d.csv")))
        .contains("expected rows with a stream label, got only [code]")
        .hasLineCount(1);
  }

  /** A folder with a file per view that has no key, as scoring takes it. */
  private Path views(String... names) throws IOException {
    Path views = Files.createDirectories(folder.resolve("views" + names.length));
    for (String name : names) {
      int width = name.equals("pix") ? 240 : 76;
      String row = "0.5,".repeat(width - 1) + "0.5\n";
      Files.writeString(views.resolve(name + ".csv"), row.repeat(3));
    }
    return views;
  }

  @Test
  void rowsWithoutAViewAreScoredByTheOther() throws IOException {
    String model = train(example("two-views", 1), "native", "run").get("model").asText();
    Path scores = folder.resolve("scores.csv");
    run("score", model, "--data", views("pix"), "--output", scores);
    List<String> lines = Files.readAllLines(scores);
    assertThat(lines.getFirst()).startsWith("score,observed,share_pix,share_fou,error_pix1,");
    List<String> cells = List.of(lines.get(1).split(","));
    assertThat(cells.get(1)).startsWith("240");
    assertThat(Double.parseDouble(cells.get(2)))
        .isCloseTo(Double.parseDouble(cells.get(0)), withinPercentage(PERCENT));
    assertThat(Double.parseDouble(cells.get(3))).isZero();
    assertThat(lines.get(1)).endsWith(",0,0,0");
  }

  @Test
  void inspectShowsStreamsAndWhoReadsThem() throws IOException {
    String model = train(example("two-views", 1), "native", "run").get("model").asText();
    JsonNode tree = new ObjectMapper().readTree(run("inspect", model, "--json"));
    assertThat(tree.get("streams").findValuesAsText("name")).containsExactly("pix", "fou", "keys");
    assertThat(tree.get("graph").get(0).get("from").get(0).asText()).isEqualTo("pix");
    assertThat(run("inspect", model)).contains("pix", "reads fou");
  }

  @Test
  void anUnknownStreamIsRefusedWithTheNearestName() throws IOException {
    assertThat(refused(example("two-views", 1).replace("from: fou", "from: fuo")))
        .contains("unknown layer or stream fuo", "fou")
        .hasLineCount(1);
  }

  @Test
  void streamsOfDifferentNumbersOfRowsAreRefused() throws IOException {
    String plain = example("two-views", 1).replace("  key: id\n", "  exclude: [id]\n");
    assertThat(refused(plain)).contains("rows as in", "fou-train.csv.gz").hasLineCount(1);
  }

  @Test
  void aKeyThatAStreamLacksIsRefusedWhereNothingMayBeMissing() throws IOException {
    assertThat(refused(example("two-views", 1).replace("  missing: mean\n", "")))
        .contains("expected a row with the key d", "got none")
        .hasLineCount(1);
  }

  @Test
  void keysOfOtherRowsAreRefused() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other")).resolve("fou-train.csv");
    Files.writeString(other, "id,a\nz1,1\nz2,2\n");
    String file = Checkout.data("multiview").resolve("fou-train.csv.gz").toString();
    assertThat(refused(example("two-views", 1).replace(file, other.toString())))
        .contains("expected keys of", "got none of them, but z1")
        .hasLineCount(1);
  }

  @Test
  void labelsOfAFileOfTheirOwnAreRefusedBesideAKey() throws IOException {
    String file = Checkout.data("multiview").resolve("fou-train.csv.gz").toString();
    String more = "  key: id\n  labels: {train: " + file + "}\n";
    assertThat(refused(example("two-views", 1).replace("  key: id\n", more)))
        .contains("data.key: expected the stream label as a column of one of the files")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"columns: [pix1]", "rows: {id: d1}", "split_by: id", "windows: {size: 2}"})
  void whatNothingReadsBesideFilesOfStreamsIsRefused(String more) throws IOException {
    assertThat(
            refused(example("two-views", 1).replace("  key: id\n", "  key: id\n  " + more + "\n")))
        .contains("expected")
        .hasLineCount(1);
  }

  /** Columns a1, a2, b1, b2; the second pair is the first one in reverse. */
  private Path pairs() throws IOException {
    StringBuilder text = new StringBuilder("a1,b1,a2,b2\n");
    for (int i = 0; i < 40; i++) {
      text.append("%d,%d,%d,%d\n".formatted(i % 7, i % 5, i % 5, i % 7));
    }
    return Files.writeString(folder.resolve("pairs.csv"), text);
  }

  @Test
  void columnsOfOneFileMakeStreamsByWhatTheirNamesBeginWith() throws IOException {
    Path rows = pairs();
    String config =
        """
        name: pairs
        seed: 1
        data:
          train: %s
          streams: {a: ["a*"], b: [b1, b2]}
        model:
          encoder:
            - {name: left, dense: {units: 2}, from: a}
            - {name: right, dense: {units: 1}, from: b}
            - {name: both, concat: {}, from: [left, right]}
          decoder: [dense: {units: 4}]
        training: {epochs: 1, batch: 8, loss: mse}
        """
            .formatted(rows);
    String model = train(config, "native", "run").get("model").asText();
    JsonNode tree = new ObjectMapper().readTree(run("inspect", model, "--json"));
    assertThat(tree.get("streams").findValuesAsText("name")).containsExactly("a", "b");
    Path scores = folder.resolve("scores.csv");
    run("score", model, "--data", rows, "--output", scores);
    assertThat(Files.readAllLines(scores).getFirst())
        .isEqualTo("score,share_a,share_b,error_a1,error_a2,error_b1,error_b2");
    assertThat(refused(config.replace("a*", "c*")))
        .contains("data.streams.a: expected columns c*")
        .hasLineCount(1);
  }

  @Test
  void bothEnginesDrawTheSameDigits() throws IOException {
    String model = train(example("conditional", 2), "native", "run").get("model").asText();
    Path codes = codes("c1,c2,c3,c4,c5,c6,label", "0.5,0,-0.5,0.1,0,1,3\n0,0,0.2,0,-1,0,8\n");
    List<double[]> drawn = new ArrayList<>();
    for (String engine : List.of("native", "tensorflow")) {
      Path file = folder.resolve(engine + ".csv");
      run("decode", model, "--data", codes, "--output", file, "--engine", engine);
      List<String> lines = Files.readAllLines(file);
      drawn.add(
          lines.subList(1, lines.size()).stream()
              .flatMap(line -> Stream.of(line.split(",")))
              .mapToDouble(Double::parseDouble)
              .toArray());
    }
    assertThat(drawn.get(0)).hasSize(2 * 64);
    // Pixels have a range of 16.
    assertThat(drawn.get(1)).containsExactly(drawn.get(0), within(16 * PERCENT / 100));
  }

  @Test
  void aPictureShowsTheDigitsThatCodesDraw() throws IOException {
    String model = train(example("conditional", 1), "native", "run").get("model").asText();
    Path picture = folder.resolve("drawn.png");
    Path codes = codes("c1,c2,c3,c4,c5,c6,label", "0,0,0,0,0,0,0\n0,0,0,0,0,0,1\n");
    run("decode", model, "--data", codes, "--output", picture);
    BufferedImage drawn = ImageIO.read(picture.toFile());
    assertThat(drawn.getWidth()).isEqualTo(2 * (56 + 2) + 2);
    assertThat(drawn.getHeight()).isEqualTo(56 + 2 + 2);
  }

  @Test
  void theTrainingFilesOfAllStreamsAreHashed() throws IOException {
    String model = train(example("two-views", 1), "native", "run").get("model").asText();
    String facts = run("inspect", model, "--json");
    assertThat(facts).containsSubsequence("pix-train.csv.gz sha256:", ", fou-train.csv.gz sha256:");
  }

  @Test
  void theBuilderTrainsOnStreamsAndLabels() {
    Map<String, Dataset> views = new LinkedHashMap<>();
    views.put("a", MemoryDataset.of("a", Tensor.full(Shape.of(8, 3), 1)));
    views.put("b", MemoryDataset.of("b", Tensor.full(Shape.of(8, 2), 1)));
    Dataset labels =
        Datasets.label(MemoryDataset.of("kinds", Tensor.full(Shape.of(8, 1), 1)), "kind");
    Dataset rows = Datasets.join(Datasets.sideBySide(views), List.of(labels));
    try (Autoencoder trained =
        Autoencoder.builder()
            .encoder(named("left", dense(2)).from("a"))
            .decoder(
                named("which", oneHot(2)).from("kind"),
                named("both", concat()).from("code", "which"),
                named("out", dense(5)))
            .epochs(1)
            .fit(rows)) {
      assertThat(trained.model().spec().streams().streams())
          .extracting(StreamSpec::name)
          .containsExactly("x", "kind");
    }
  }
}
