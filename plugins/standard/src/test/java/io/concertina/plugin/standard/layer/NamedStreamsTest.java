package io.concertina.plugin.standard.layer;

import static io.concertina.plugin.standard.layer.Layers.concat;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.layer.Layers.named;
import static io.concertina.plugin.standard.layer.Layers.oneHot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.autoencoder.Scores;
import io.concertina.data.Elements;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Outputs;
import io.concertina.spi.Registry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamedStreamsTest {

  private static final StreamSpec BOTH =
      StreamSpec.feature(Schema.X, Shape.of(5))
          .with(
              Elements.unknown()
                  .withParts(List.of(new Elements.Part("a", 3), new Elements.Part("b", 2))));

  private final Engine engine = Registry.load().engine("native").open(EngineOptions.defaults());

  @AfterEach
  void close() {
    engine.close();
  }

  private static NamedLayer from(String name, io.concertina.layer.Layer layer, String... sources) {
    return new NamedLayer(name, layer, List.of(sources));
  }

  private static ModelSpec twoViews() {
    return new ModelSpec(
        Schema.of(BOTH),
        List.of(
            from("left", dense(4), "a"),
            from("right", dense(4), "b"),
            from("both", concat(), "left", "right"),
            named("code", dense(2))),
        List.of(named("wide", dense(6)), from("a", dense(3), "wide"), from("b", dense(2), "wide")),
        Outputs.plain());
  }

  private static ModelSpec conditional() {
    return new ModelSpec(
        Schema.of(StreamSpec.feature(Schema.X, Shape.of(3)), StreamSpec.label("kind")),
        List.of(named("code", dense(2))),
        List.of(
            from("which", oneHot(4), "kind"),
            from("both", concat(), "code", "which"),
            named("out", dense(3))),
        Outputs.plain());
  }

  private Autoencoder open(ModelSpec spec, Preprocessing scaling) {
    return Autoencoder.open(Model.initial(spec, scaling, 7), engine);
  }

  private static Tensor ones(int rows, int width) {
    return Tensor.full(Shape.of(rows, width), 1);
  }

  @Test
  void streamsByNameGiveWhatTheyGiveSideBySide() {
    Autoencoder model = open(twoViews(), Preprocessing.none(Shape.of(5)));
    assertThat(model.encode(Map.of("a", ones(4, 3), "b", ones(4, 2))))
        .isEqualTo(model.encode(ones(4, 5)));
  }

  @Test
  void theReconstructionOfEachStreamHasItsName() {
    Autoencoder model = open(twoViews(), Preprocessing.none(Shape.of(5)));
    Map<String, Tensor> streams = model.reconstruct(Map.of("a", ones(4, 3), "b", ones(4, 2)));
    assertThat(streams).containsOnlyKeys("reconstruction", "a", "b");
    Tensor whole = model.reconstruct(ones(4, 5));
    assertThat(model.byStream(whole))
        .containsEntry("a", streams.get("a"))
        .containsEntry("b", streams.get("b"));
  }

  @Test
  void errorsFallIntoStreams() {
    Autoencoder model = open(twoViews(), Preprocessing.none(Shape.of(5)));
    Scores scores = model.score(Map.of("a", ones(2, 3), "b", ones(2, 2)));
    Map<String, Tensor> errors = model.byStream(scores.features());
    assertThat(errors.get("a").shape()).isEqualTo(Shape.of(2, 3));
    assertThat(errors.get("b").shape()).isEqualTo(Shape.of(2, 2));
  }

  @Test
  void aStreamThatMustNotBeMissingIsNamed() {
    Autoencoder model = open(twoViews(), Preprocessing.none(Shape.of(5)));
    assertThatThrownBy(() -> model.encode(Map.of("a", ones(4, 3))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("rows with a stream b");
  }

  @Test
  void streamsOfDifferentNumbersOfRowsAreRefused() {
    Autoencoder model = open(twoViews(), Preprocessing.none(Shape.of(5)));
    assertThatThrownBy(() -> model.score(Map.of("a", ones(4, 3), "b", ones(3, 2))))
        .isInstanceOf(DataException.class)
        .hasMessage("score stream b: expected 4 rows as in a, got 3");
  }

  @Test
  void anUnknownStreamIsRefusedWithTheNearestName() {
    Autoencoder model = open(twoViews(), Preprocessing.none(Shape.of(5)));
    assertThatThrownBy(() -> model.encode(Map.of("a", ones(4, 3), "bb", ones(4, 2))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("unknown stream bb")
        .hasMessageContaining("b");
  }

  @Test
  void aDecoderLayerOfAnotherWidthThanItsStreamIsRefused() {
    ModelSpec spec = twoViews();
    List<NamedLayer> decoder =
        List.of(named("wide", dense(6)), from("a", dense(4), "wide"), from("b", dense(2), "wide"));
    ModelSpec wrong = new ModelSpec(spec.streams(), spec.encoder(), decoder, Outputs.plain());
    assertThatThrownBy(() -> Model.initial(wrong, Preprocessing.none(Shape.of(5)), 7))
        .hasMessageContaining("decoder/a: expected [batch, 3] like the stream a");
  }

  @Test
  void codesAreDecodedWithLabels() {
    Autoencoder model = open(conditional(), Preprocessing.none(Shape.of(3)));
    Tensor code = ones(2, 2);
    Tensor labels = Tensor.of(Shape.of(2, 1), new int[] {1, 3});
    Tensor drawn = model.decode(Map.of("code", code, "kind", labels)).get("reconstruction");
    assertThat(drawn.floatAt(0)).isNotEqualTo(drawn.floatAt(3));
  }

  @Test
  void codesWithoutTheirLabelAreRefused() {
    Autoencoder model = open(conditional(), Preprocessing.none(Shape.of(3)));
    assertThatThrownBy(() -> model.decode(ones(2, 2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("rows with a stream kind");
  }

  @Test
  void aMissingLabelIsNoClass() {
    Autoencoder model = open(conditional(), Preprocessing.none(Shape.of(3)));
    Tensor none = Tensor.of(Shape.of(2, 1), new int[] {StreamSpec.NO_LABEL, 17});
    Tensor drawn = model.decode(Map.of("code", ones(2, 2), "kind", none)).get("reconstruction");
    assertThat(drawn.floatAt(0)).isEqualTo(drawn.floatAt(3));
  }

  @Test
  void aLabelThatNoLayerReadsIsNoStreamOfTheModel() {
    ModelSpec spec = conditional();
    Schema more = spec.streams().plus(Schema.of(StreamSpec.label("other")));
    assertThat(ModelSpec.streams(more, spec.encoder(), spec.decoder())).isEqualTo(spec.streams());
    assertThatThrownBy(() -> spec.on(more)).isInstanceOf(ConfigurationException.class);
  }
}
