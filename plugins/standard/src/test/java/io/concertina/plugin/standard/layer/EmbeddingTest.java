package io.concertina.plugin.standard.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.autoencoder.Scores;
import io.concertina.data.Elements;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.ValueRange;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.model.ModelSpec;
import io.concertina.model.Outputs;
import io.concertina.plugin.standard.LayerBench;
import io.concertina.plugin.standard.likelihood.Likelihoods;
import io.concertina.spi.Registry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {

  private static final StreamSpec CLASSES =
      new StreamSpec(
          Schema.X,
          StreamSpec.Role.FEATURE,
          StreamSpec.Kind.I32,
          Shape.of(2),
          Elements.ranged(new ValueRange(0, 2)));

  /** Two classes of three per row, with lengths. */
  private static Model model(StreamSpec... streams) {
    ModelSpec spec =
        new ModelSpec(
            Schema.of(streams),
            ModelSpec.named(List.of(Layers.embedding(2, 3), Layers.flatten())),
            ModelSpec.named(List.of(Layers.dense(6), Layers.reshape(2, 3))),
            Outputs.plain().with(Likelihoods.categorical()));
    return Model.initial(spec, Preprocessing.none(Shape.of(2)), 3);
  }

  private static float[] row(Model model, int number) {
    float[] table = model.weight("encoder/embedding_1/table").toFloats();
    return new float[] {table[2 * number], table[2 * number + 1]};
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "tensorflow"})
  void eachClassHasItsRowOfTheTable(String engine) {
    Model model = model(CLASSES);
    try (Engine open = Registry.load().engine(engine).open(EngineOptions.defaults());
        Autoencoder autoencoder = Autoencoder.open(model, open)) {
      Tensor code = autoencoder.encode(Tensor.of(Shape.of(1, 2), new int[] {2, 0}));
      assertThat(code.toFloats())
          .containsExactly(row(model, 2)[0], row(model, 2)[1], row(model, 0)[0], row(model, 0)[1]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "tensorflow"})
  void classesAreReconstructedAsTheLikeliestAndScoredByTheirEntropy(String engine) {
    Model model = model(CLASSES, StreamSpec.length());
    Tensor x = Tensor.of(Shape.of(2, 2), new int[] {2, 0, 1, StreamSpec.PADDING});
    Map<String, Tensor> rows =
        Map.of(Schema.X, x, Schema.LENGTH, Tensor.of(Shape.of(2, 1), new int[] {2, 1}));
    try (Engine open = Registry.load().engine(engine).open(EngineOptions.defaults());
        Autoencoder autoencoder = Autoencoder.open(model, open)) {
      Tensor likeliest =
          Optional.ofNullable(autoencoder.reconstruct(rows).get(ModelFunctions.RECONSTRUCTION))
              .orElseThrow();
      assertThat(likeliest.toInts()).hasSize(4);
      assertThat(Arrays.stream(likeliest.toInts()).allMatch(c -> c >= 0 && c < 3)).isTrue();
      Scores scores = autoencoder.score(rows);
      assertThat(scores.observed().toFloats()).containsExactly(2, 1);
      assertThat(scores.features().floatAt(3)).isZero();
      assertThat(scores.value(1)).isCloseTo(scores.features().floatAt(2), within(1e-6f));
    }
  }

  @Test
  void numbersAndSettingsThatMakeNoTableAreRefused() {
    assertThatThrownBy(() -> LayerBench.inference(4).shape(Layers.embedding(2, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("classes, i32 [batch, ...], such as bytes of text");
    assertThatThrownBy(() -> Layers.embedding(0, 3)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> Layers.embedding(2, 1)).isInstanceOf(ConfigurationException.class);
  }
}
