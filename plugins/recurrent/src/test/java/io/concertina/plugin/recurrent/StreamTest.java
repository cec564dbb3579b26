package io.concertina.plugin.recurrent;

import static io.concertina.plugin.recurrent.RecurrentLayers.bidirectional;
import static io.concertina.plugin.recurrent.RecurrentLayers.gru;
import static io.concertina.plugin.recurrent.RecurrentLayers.lstm;
import static io.concertina.plugin.recurrent.RecurrentLayers.repeat;
import static io.concertina.plugin.recurrent.RecurrentLayers.rnn;
import static io.concertina.plugin.recurrent.RecurrentLayers.timeDistributed;
import static io.concertina.plugin.standard.layer.Layers.batchNorm;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.layer.Layers.dropout;
import static io.concertina.plugin.standard.layer.Layers.embedding;
import static io.concertina.plugin.standard.layer.Layers.flatten;
import static io.concertina.plugin.standard.layer.Layers.layerNorm;
import static io.concertina.plugin.standard.layer.Layers.reshape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.autoencoder.CodeStream;
import io.concertina.data.Elements;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.ValueRange;
import io.concertina.data.Windows;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Layer;
import io.concertina.loss.Likelihood;
import io.concertina.loss.Loss;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Outputs;
import io.concertina.spi.Registry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps of live streams, against the whole sequences. */
class StreamTest {

  private static final int STREAMS = 3;
  private static final int STEPS = 7;
  private static final int FEATURES = 5;

  private static Stream<List<Layer>> encoders() {
    return Stream.of(
        List.of(lstm(16)),
        List.of(gru(9)),
        List.of(rnn(4)),
        List.of(lstm(17).returnSequences(), gru(8).returnSequences(), rnn(3), dense(2)),
        List.of(
            dense(33), layerNorm(), lstm(31).returnSequences(), batchNorm(), dropout(0.1), gru(64)),
        List.of(gru(6).returnSequences(), timeDistributed(dense(4))),
        List.of(timeDistributed(dense(3)), lstm(2)));
  }

  private static Model model(List<Layer> encoder) {
    Shape sample = Shape.of(STEPS, FEATURES);
    return Model.initial(
        ModelSpec.of(
            sample, encoder, List.of(flatten(), dense(STEPS * FEATURES), reshape(STEPS, FEATURES))),
        Preprocessing.range(sample, new ValueRange(-2, 3)),
        7);
  }

  private static Engine engine(String name) {
    return Registry.load().engine(name).open(EngineOptions.defaults());
  }

  private static Tensor sequences(int rows) {
    Random random = new Random(rows);
    float[] elements = new float[rows * STEPS * FEATURES];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(rows, STEPS, FEATURES), elements);
  }

  /** Some steps of sequences. */
  private static Tensor piece(Tensor sequences, int from, int count) {
    int rows = sequences.shape().dim(0).size();
    float[] elements = new float[rows * count * FEATURES];
    for (int row = 0; row < rows; row++) {
      sequences.copyTo(
          (row * STEPS + from) * FEATURES, elements, row * count * FEATURES, count * FEATURES);
    }
    return Tensor.of(Shape.of(rows, count, FEATURES), elements);
  }

  private static Tensor step(Tensor sequences, int at) {
    return piece(sequences, at, 1).reshape(Shape.of(sequences.shape().dim(0).size(), FEATURES));
  }

  /** What the whole sequence gives at its end. */
  private static float[] last(Tensor codes) {
    if (codes.shape().rank() == 2) {
      return codes.toFloats();
    }
    int width = codes.shape().last().size();
    float[] ends = new float[codes.shape().dim(0).size() * width];
    for (int row = 0; row < codes.shape().dim(0).size(); row++) {
      codes.copyTo((row * STEPS + STEPS - 1) * width, ends, row * width, width);
    }
    return ends;
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void stepByStepTheNativeEngineGivesTheBitsOfTheWholeSequence(List<Layer> encoder) {
    Tensor sequences = sequences(STREAMS);
    try (Engine engine = engine("native");
        Autoencoder autoencoder = Autoencoder.open(model(encoder), engine)) {
      CodeStream stream = autoencoder.stream(STREAMS);
      Tensor code = stream.step(step(sequences, 0));
      for (int i = 1; i < STEPS; i++) {
        code = stream.step(step(sequences, i));
      }
      assertThat(code.toFloats()).isEqualTo(last(autoencoder.encode(sequences)));
    }
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void stepByStepTensorFlowGivesTheCodesOfTheWholeSequence(List<Layer> encoder) {
    Tensor sequences = sequences(STREAMS);
    try (Engine engine = engine("tensorflow");
        Autoencoder autoencoder = Autoencoder.open(model(encoder), engine)) {
      CodeStream stream = autoencoder.stream(STREAMS);
      for (int i = 0; i < STEPS - 1; i++) {
        stream.step(step(sequences, i));
      }
      float[] code = stream.step(step(sequences, STEPS - 1)).toFloats();
      assertThat(code).containsExactly(last(autoencoder.encode(sequences)), within(1e-6f));
    }
  }

  @Test
  void piecesOfSeveralStepsGiveTheBitsOfTheWholeSequence() {
    Tensor sequences = sequences(STREAMS);
    try (Engine engine = engine("native");
        Autoencoder autoencoder =
            Autoencoder.open(model(List.of(lstm(6).returnSequences(), gru(3))), engine)) {
      CodeStream stream = autoencoder.stream(STREAMS);
      stream.steps(piece(sequences, 0, 4));
      Tensor code = stream.steps(piece(sequences, 4, 3));
      assertThat(code).isEqualTo(autoencoder.encode(sequences));
    }
  }

  @Test
  void anEncoderOfSequencesGivesTheCodeOfEachStep() {
    Tensor sequences = sequences(1);
    try (Engine engine = engine("native");
        Autoencoder autoencoder =
            Autoencoder.open(model(List.of(gru(4).returnSequences())), engine)) {
      Tensor whole = autoencoder.encode(sequences);
      CodeStream stream = autoencoder.stream(1);
      float[] codes = new float[STEPS * 4];
      for (int i = 0; i < 3; i++) {
        Tensor code = stream.step(step(sequences, i));
        assertThat(code.shape()).isEqualTo(Shape.of(1, 4));
        code.copyTo(0, codes, i * 4, 4);
      }
      Tensor rest = stream.steps(piece(sequences, 3, 4));
      assertThat(rest.shape()).isEqualTo(Shape.of(1, 4, 4));
      rest.copyTo(0, codes, 12, 16);
      assertThat(codes).isEqualTo(whole.toFloats());
    }
  }

  @Test
  void aStreamBeginsAnewWhileTheOthersGoOn() {
    Tensor sequences = sequences(2);
    try (Engine engine = engine("native");
        Autoencoder autoencoder = Autoencoder.open(model(List.of(lstm(3))), engine)) {
      CodeStream stream = autoencoder.stream(2);
      stream.step(step(sequences, 3));
      stream.reset();
      stream.step(step(sequences, 0));
      stream.reset(1);
      float[] codes = stream.step(step(sequences, 1)).toFloats();
      float[] both = autoencoder.stream(2).steps(piece(sequences, 0, 2)).toFloats();
      float[] anew = autoencoder.stream(2).step(step(sequences, 1)).toFloats();
      assertThat(codes).startsWith(Arrays.copyOf(both, 3));
      assertThat(codes).endsWith(Arrays.copyOfRange(anew, 3, 6));
    }
  }

  @Test
  void oneStreamHasTheBitsOfItsRowInABatch() {
    int rows = 40;
    Tensor sequences = sequences(rows);
    try (Engine engine = engine("native");
        Autoencoder autoencoder =
            Autoencoder.open(
                model(List.of(lstm(17).returnSequences(), gru(9), dense(4))), engine)) {
      float[] codes = autoencoder.encode(sequences).toFloats();
      CodeStream stream = autoencoder.stream(1);
      Tensor code = Tensor.scalar(0f);
      for (int i = 0; i < STEPS; i++) {
        float[] x = new float[FEATURES];
        sequences.copyTo(((rows - 1) * STEPS + i) * FEATURES, x, 0, FEATURES);
        code = stream.step(Tensor.of(Shape.of(1, FEATURES), x));
      }
      assertThat(codes).endsWith(code.toFloats());
    }
  }

  @Test
  void aStreamGoesOnFromTheStatesOfAnother() {
    Tensor sequences = sequences(2);
    try (Engine engine = engine("native");
        Autoencoder autoencoder = Autoencoder.open(model(List.of(lstm(3))), engine)) {
      CodeStream first = autoencoder.stream(2);
      first.steps(piece(sequences, 0, 5));
      CodeStream second = autoencoder.stream(2);
      second.resume(first.states());
      assertThat(second.steps(piece(sequences, 5, 2))).isEqualTo(autoencoder.encode(sequences));
      assertThatThrownBy(() -> autoencoder.stream(1).resume(first.states()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("states");
    }
  }

  @Test
  void aLayerThatNeedsTheWholeSequenceIsNamed() {
    Map<String, List<Layer>> refused =
        Map.of(
            "encoder/bidirectional_1", List.of(bidirectional(gru(3))),
            "encoder/recurrent_2", List.of(gru(4).returnSequences(), gru(3).reversed()),
            "encoder/flatten_1", List.of(dense(2), flatten(), dense(3)));
    refused.forEach(
        (path, encoder) -> {
          try (Engine engine = engine("native");
              Autoencoder autoencoder = Autoencoder.open(model(encoder), engine)) {
            assertThatThrownBy(() -> autoencoder.stream(1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(path + ": expected a layer that follows a stream")
                .hasMessageNotContaining("\n");
          }
        });
  }

  @Test
  void afterTheLastStateAnyLayerMayFollow() {
    try (Engine engine = engine("native");
        Autoencoder autoencoder =
            Autoencoder.open(model(List.of(gru(6), reshape(2, 3), flatten())), engine)) {
      assertThat(autoencoder.stream(4).step(step(sequences(4), 0)).shape())
          .isEqualTo(Shape.of(4, 6));
    }
  }

  private static Model model(StreamSpec x, List<Layer> encoder, Layer last, Outputs outputs) {
    ModelSpec spec =
        new ModelSpec(
            Schema.of(x, StreamSpec.length()),
            ModelSpec.named(encoder),
            ModelSpec.named(List.of(repeat(), gru(3).returnSequences(), last)),
            outputs);
    return Model.initial(spec, Preprocessing.none(x.shape()), 7);
  }

  @Test
  void aModelOfPaddedRowsFollowsAStreamWithoutLengths() {
    Tensor sequences = sequences(1);
    StreamSpec x = StreamSpec.feature(Schema.X, Shape.of(STEPS, FEATURES));
    try (Engine engine = engine("native");
        Autoencoder autoencoder =
            Autoencoder.open(model(x, List.of(gru(5)), dense(), Outputs.plain()), engine)) {
      Map<String, Tensor> row =
          Map.of(Schema.X, sequences, Schema.LENGTH, Tensor.of(Shape.of(1, 1), new int[] {4}));
      Tensor code = autoencoder.stream(1).steps(piece(sequences, 0, 4));
      assertThat(code).isEqualTo(autoencoder.encode(row));
    }
  }

  @Test
  void bytesOfTextAreFollowedAsClasses() {
    Elements bytes = Elements.ranged(new ValueRange(0, 255));
    StreamSpec x =
        new StreamSpec(
            Schema.X, StreamSpec.Role.FEATURE, StreamSpec.Kind.I32, Shape.of(STEPS), bytes);
    Likelihood categorical = (Likelihood) Registry.load().create(Loss.class, "loss", "categorical");
    Outputs outputs = Outputs.plain().with(categorical);
    int[] text = {99, 111, 110, 99, 101, 114, 116};
    try (Engine engine = engine("native");
        Autoencoder autoencoder =
            Autoencoder.open(
                model(x, List.of(embedding(6, 256), lstm(5)), dense(256), outputs), engine)) {
      Map<String, Tensor> row =
          Map.of(
              Schema.X,
              Tensor.of(Shape.of(1, STEPS), text),
              Schema.LENGTH,
              Tensor.of(Shape.of(1, 1), new int[] {STEPS}));
      CodeStream stream = autoencoder.stream(1);
      Tensor code = stream.step(Tensor.of(Shape.of(1), new int[] {text[0]}));
      for (int i = 1; i < STEPS; i++) {
        code = stream.step(Tensor.of(Shape.of(1), new int[] {text[i]}));
      }
      assertThat(code).isEqualTo(autoencoder.encode(row));
    }
  }

  @Test
  void windowsThatAreScaledByThemselvesCannotBeFollowed() {
    Windows windows = Windows.of(STEPS, 1).scaled(Windows.Scaling.STANDARD);
    StreamSpec x =
        StreamSpec.feature(Schema.X, Shape.of(STEPS, FEATURES))
            .with(Elements.unknown().withSteps(windows));
    try (Engine engine = engine("native");
        Autoencoder autoencoder =
            Autoencoder.open(model(x, List.of(gru(5)), dense(), Outputs.plain()), engine)) {
      assertThatThrownBy(() -> autoencoder.stream(1))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "model.input: expected steps that are scaled alike (data.scaling) to follow a"
                  + " stream, got windows that are each scaled by themselves: standard");
    }
  }

  @Test
  void aScalingThatDiffersFromStepToStepCannotBeFollowed() {
    Shape sample = Shape.of(STEPS, FEATURES);
    float[] offsets = new float[STEPS * FEATURES];
    offsets[offsets.length - 1] = 1;
    Preprocessing scaling =
        new Preprocessing(
            Tensor.full(sample, 0), Tensor.of(sample, offsets), Tensor.full(sample, 1), false);
    ModelSpec spec = model(List.of(gru(2))).spec();
    try (Engine engine = engine("native");
        Autoencoder autoencoder = Autoencoder.open(Model.initial(spec, scaling, 1), engine)) {
      assertThatThrownBy(() -> autoencoder.stream(1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("the same for every step");
    }
  }

  @Test
  void rowsOfAnotherShapeAreRefused() {
    try (Engine engine = engine("native");
        Autoencoder autoencoder = Autoencoder.open(model(List.of(gru(2))), engine)) {
      CodeStream stream = autoencoder.stream(2);
      assertThatThrownBy(() -> stream.step(step(sequences(3), 0)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("2 streams");
    }
  }
}
