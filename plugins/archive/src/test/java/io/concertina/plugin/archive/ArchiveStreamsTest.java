package io.concertina.plugin.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.data.Elements;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.Sequences;
import io.concertina.data.Steps;
import io.concertina.data.StreamSpec;
import io.concertina.data.Windows;
import io.concertina.ir.Shape;
import io.concertina.model.Epoch;
import io.concertina.model.Head;
import io.concertina.model.History;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model whose rows are more than one plain feature. */
class ArchiveStreamsTest {

  private static final ArchiveFormat FORMAT = new ArchiveFormat();

  @TempDir Path directory;

  static Stream<Model> models() {
    return Stream.of(Samples.rich(), Samples.pairs(), Samples.words());
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelComesBackAsItWas(Model model) {
    assertThat(writeAndRead(model)).isEqualTo(model);
  }

  @ParameterizedTest
  @MethodSource("models")
  void whatWasReadGivesTheSameBytes(Model model) {
    Path first = directory.resolve("first.concertina");
    Path again = directory.resolve("again.concertina");
    FORMAT.write(model, first, Samples.REGISTRY);
    FORMAT.write(FORMAT.read(first, Samples.REGISTRY), again, Samples.REGISTRY);
    assertThat(again).hasSameBinaryContentAs(first);
  }

  @Test
  void namesWordsAndOffsetsOfEveryStreamAreKept() {
    Schema streams = writeAndRead(Samples.rich()).spec().streams();
    assertThat(streams.x().columns()).containsExactly("time", "a\nb");
    assertThat(streams.x().elements().offsets()).containsExactly(1.7e9, 0.0);
    assertThat(streams.stream(Schema.CATEGORIES).elements().words())
        .containsExactly(List.of("DE", "FR"), List.of("\"x\""));
  }

  @Test
  void howRowsWerePutTogetherOfStepsIsKept() {
    for (Steps steps :
        List.of(
            Windows.of(4, 2).scaled(Windows.Scaling.MINMAX).by("machine"),
            Windows.of(4, 1),
            new Sequences(4, Optional.of("walk")),
            new Sequences(4, Optional.empty()))) {
      Shape sample = Shape.of(4, 1);
      StreamSpec x =
          StreamSpec.feature(Schema.X, sample).with(Elements.named(List.of("a")).withSteps(steps));
      ModelSpec layers =
          ModelSpec.read(
              "model",
              sample,
              List.of("flatten"),
              List.of(Map.of("reshape", Map.of("shape", List.of(4, 1)))),
              Samples.REGISTRY);
      Schema streams = Schema.of(x, StreamSpec.length());
      Model model = Model.initial(layers.on(streams), Preprocessing.none(sample), 1);
      assertThat(writeAndRead(model).spec().streams()).isEqualTo(streams);
    }
  }

  @Test
  void headsKeepTheWordsOfTheirLabelsAndWhereTheyRead() {
    List<Head> heads = writeAndRead(Samples.rich()).spec().outputs().heads();
    assertThat(heads.getFirst().label().elements().words()).containsExactly(List.of("cat", "dog"));
    assertThat(heads.getLast().from()).isEqualTo("encoder/dense_1");
    assertThat(heads.getLast().label().elements().range()).isPresent();
  }

  @Test
  void theTargetHasItsOwnScaling() {
    Model model = Samples.pairs();
    assertThat(writeAndRead(model).scalings().target()).isEqualTo(model.scalings().target());
  }

  @Test
  void thePlanIsATreeOfTheSameValues() {
    Map<String, Object> plan = writeAndRead(Samples.rich()).provenance().plan();
    assertThat(plan.keySet()).containsExactlyElementsOf(Samples.plan().keySet());
    assertThat(plan)
        .containsEntry("seed", 1L << 40)
        .containsEntry("epochs", 5)
        .containsEntry("optimizer", Map.of("adam", Map.of("rate", 0.001, "beta1", 0.9)));
  }

  @Test
  void termsAndCoefficientsOfAnEpochAreKeptInTheirOrder() {
    Epoch epoch = writeAndRead(Samples.rich()).history().epochs().getFirst();
    assertThat(epoch.terms().keySet()).containsExactly("reconstruction", "kind", "encoder/code/kl");
    assertThat(epoch.terms()).containsEntry("kind", Double.NaN);
    assertThat(epoch.coefficients()).isEqualTo(Map.of("kind", 1.0 / 3));
  }

  @Test
  void aModelOfOnePlainFeatureSaysNothingOfStreams() throws IOException {
    Path file = directory.resolve("small.concertina");
    FORMAT.write(Samples.small(), file, Samples.REGISTRY);
    Forgery parts = Forgery.of(file);
    assertThat(new String(parts.entry(Kind.SPEC), UTF_8))
        .startsWith("{\n  \"input\" : [ 2 ],\n  \"encoder\"")
        .doesNotContain("streams", "likelihood", "heads");
    assertThat(new String(parts.entry(Kind.HISTORY), UTF_8)).isEqualTo("{\n  \"epochs\" : [ ]\n}");
  }

  @Test
  void aWideTableKeepsItsNames() {
    List<String> names = IntStream.range(0, 16_385).mapToObj(i -> "column " + i).toList();
    StreamSpec x = StreamSpec.feature(Schema.X, Shape.of(names.size()));
    Map<String, Object> tree = StreamText.tree(x.with(Elements.named(names)));
    assertThat(StreamText.read(JsonObject.read("here", JsonText.pretty(tree))))
        .isEqualTo(x.with(Elements.named(names)));
  }

  @Test
  void moreEpochsThanAReaderTakesAreNotWritten() {
    Model model = Samples.small();
    Epoch epoch = new Epoch(1, Map.of("loss", 1.0));
    History endless = new History(Collections.nCopies(1 << 18, epoch));
    Path file = directory.resolve("endless.concertina");
    assertThatThrownBy(
            () -> FORMAT.write(model.with(model.weights(), endless), file, Samples.REGISTRY))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("history.json")
        .hasMessageContaining("keep fewer words or epochs")
        .message()
        .doesNotContain("\n");
    assertThat(file).doesNotExist();
  }

  private Model writeAndRead(Model model) {
    Path file = directory.resolve("model.concertina");
    FORMAT.write(model, file, Samples.REGISTRY);
    return FORMAT.read(file, Samples.REGISTRY);
  }
}
