package io.concertina.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ModelFormatException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.autoencoder.ScoreFitting;
import io.concertina.data.MemoryDataset;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.plugin.standard.score.Scores;
import io.concertina.score.Score;
import io.concertina.testkit.reference.ReferenceEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model's score is in its file, and what the file says of it is not believed. */
class ArchiveScoresTest {

  private static final ArchiveFormat FORMAT = new ArchiveFormat();
  private static final float[][] ROWS = {{0, 1, 2}, {3, -1, 0.5f}, {-2, 2, 1}, {1, 1, -4}};

  @TempDir Path directory;
  private Path good;
  private Path file;
  private Model combined;

  @BeforeEach
  void writeModel() {
    good = directory.resolve("good.concertina");
    file = directory.resolve("forged.concertina");
    combined = scored(Scores.combined());
    FORMAT.write(combined, good, Samples.REGISTRY);
  }

  private static Model scored(Score score) {
    try (Engine engine = new ReferenceEngine()) {
      return ScoreFitting.fit(Samples.model(), score, MemoryDataset.of("rows", ROWS), engine, 1);
    }
  }

  private static Stream<Score> scores() {
    return Stream.of(
        Scores.meanSquaredError(),
        Scores.meanAbsoluteError(),
        Scores.codeDistance(),
        Scores.combined(),
        Scores.combinedOfBothTails(),
        Scores.nearest(2),
        Scores.nearestCode(1));
  }

  @ParameterizedTest
  @MethodSource("scores")
  void aScoreComesBackWithEqualBits(Score score) {
    Model model = scored(score);
    FORMAT.write(model, file, Samples.REGISTRY);
    Model read = read();
    assertThat(read.score()).isEqualTo(model.score());
    assertThat(samples(read)).isEqualTo(samples(model));
  }

  private static Tensor samples(Model model) {
    Tensor rows = Tensor.of(Shape.of(2, 3), 1, 2, 3, 0.5f, -4, 40);
    try (Engine engine = new ReferenceEngine();
        Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      return autoencoder.score(rows).samples();
    }
  }

  @Test
  void aModelWithoutAScoreStaysOfTheVersionBefore() throws IOException {
    FORMAT.write(Samples.model(), file, Samples.REGISTRY);
    assertThat(manifest(file)).contains("\"version\" : 3").doesNotContain(Kind.SCORE);
    assertThat(manifest(good)).contains("\"version\" : 4").contains(Kind.SCORE);
  }

  private static String manifest(Path archive) throws IOException {
    return new String(Forgery.of(archive).entry(Kind.MANIFEST), StandardCharsets.UTF_8);
  }

  @Test
  void anOlderManifestHasNoScore() throws IOException {
    Forgery.of(good).edit(Kind.MANIFEST, text -> text.replace(" : 4,", " : 3,")).write(file);
    assertRejected("[manifest.json]");
  }

  @Test
  void aScoreThatTheManifestDoesNotListIsRefused() throws IOException {
    Path plain = directory.resolve("plain.concertina");
    FORMAT.write(Samples.model(), plain, Samples.REGISTRY);
    Forgery.of(plain).with(Kind.SCORE, Forgery.of(good).entry(Kind.SCORE)).write(file);
    assertRejected("expected the entries of the file");
  }

  @Test
  void aScoreWithoutItsEntryIsRefused() throws IOException {
    Forgery.of(good).without(Kind.SCORE).write(file);
    assertRejected(Kind.SCORE);
    Path plain = directory.resolve("plain.concertina");
    FORMAT.write(Samples.model(), plain, Samples.REGISTRY);
    Forgery.of(plain)
        .edit(
            Kind.SPEC, text -> text.replaceFirst("\"encoder\"", "\"score\" : \"mse\", \"encoder\""))
        .seal()
        .write(file);
    assertRejected("unknown key 'score'");
  }

  @Test
  void anUnknownScoreGetsTheNearestName() throws IOException {
    Forgery.of(good)
        .edit(Kind.SPEC, text -> text.replace("\"combined\"", "\"combind\""))
        .seal()
        .write(file);
    assertRejected("unknown score combind; did you mean combined?");
  }

  @Test
  void aMissingTensorIsNamed() throws IOException {
    for (String name : combined.score().orElseThrow().fitted().keySet()) {
      Map<String, Tensor> found = found();
      found.remove(name);
      forge(found);
      assertRejected("score." + name);
    }
  }

  @Test
  void tensorsOfOtherShapesOrTypesAreNamed() throws IOException {
    for (String name : combined.score().orElseThrow().fitted().keySet()) {
      for (Tensor wrong :
          new Tensor[] {
            Tensor.full(Shape.of(1, 1, 1), 0),
            Tensor.full(Shape.of(3, 2), 0),
            Tensor.of(Shape.of(2), new int[] {1, 2})
          }) {
        Map<String, Tensor> found = found();
        found.put(name, wrong);
        forge(found);
        assertRejected("score." + name);
      }
    }
  }

  @Test
  void aWhiteningOfAnotherCodeIsRefused() throws IOException {
    Map<String, Tensor> found = found();
    found.put("code_mean", Tensor.full(Shape.of(3), 0));
    found.put("code_whitening", Tensor.full(Shape.of(3, 3), 0));
    forge(found);
    assertRejected("3");
  }

  @Test
  void quantilesThatFallAreRefused() throws IOException {
    forge("error", 1, 3, 2);
    assertRejected("score.error: expected quantiles that never fall, got 3.0 then 2.0");
  }

  @Test
  void quantilesThatAreNotFiniteAreRefused() throws IOException {
    forge("error", 1, Float.POSITIVE_INFINITY);
    assertRejected("score.error: expected finite numbers, got Infinity");
    forge("distance", Float.NaN, 1);
    assertRejected("score.distance: expected finite numbers, got NaN");
  }

  @Test
  void aTailThatRisesIsRefused() throws IOException {
    forge("error_rates", 1, -1);
    assertRejected("score.error_rates: expected rates of at least 0, got -1.0");
  }

  private Map<String, Tensor> found() {
    return new LinkedHashMap<>(combined.score().orElseThrow().fitted());
  }

  private void forge(String name, float... numbers) throws IOException {
    Map<String, Tensor> found = found();
    found.put(name, Tensor.of(Shape.of(numbers.length), numbers));
    forge(found);
  }

  private void forge(Map<String, Tensor> found) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(Samples.file(found), out);
    Forgery.of(good).with(Kind.SCORE, out.toByteArray()).seal().write(file);
  }

  private Model read() {
    return FORMAT.read(file, Samples.REGISTRY);
  }

  private void assertRejected(String message) {
    assertThatThrownBy(this::read)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("forged.concertina")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
