package io.concertina.plugin.recurrent;

import static io.concertina.plugin.recurrent.RecurrentLayers.bidirectional;
import static io.concertina.plugin.recurrent.RecurrentLayers.gru;
import static io.concertina.plugin.recurrent.RecurrentLayers.lstm;
import static io.concertina.plugin.recurrent.RecurrentLayers.repeat;
import static io.concertina.plugin.recurrent.RecurrentLayers.rnn;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.Elements;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Layer;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Outputs;
import io.concertina.spi.Registry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of different lengths in one batch. */
class LengthsTest {

  private static final int LONGEST = 5;
  private static final int SHORT = 3;

  private static final List<Layer> LAYERS =
      List.of(lstm(3), gru(4), rnn(2), lstm(2).reversed(), bidirectional(gru(2)));

  private static Model model(Layer layer, int steps, boolean padded) {
    StreamSpec x =
        new StreamSpec(
            Schema.X,
            StreamSpec.Role.FEATURE,
            StreamSpec.Kind.F32,
            Shape.of(steps, 2),
            Elements.unknown());
    ModelSpec spec =
        new ModelSpec(
            padded ? Schema.of(x, StreamSpec.length()) : Schema.of(x),
            ModelSpec.named(List.of(layer)),
            ModelSpec.named(List.of(repeat(), gru(3).returnSequences(), dense())),
            Outputs.plain());
    return Model.initial(spec, Preprocessing.none(Shape.of(steps, 2)), 7);
  }

  private static float[] steps(int count) {
    float[] elements = new float[count * 2];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) Math.sin(1 + i);
    }
    return elements;
  }

  /** Two rows: a short one with something behind its end, and a whole one. */
  private static Map<String, Tensor> padded() {
    float[] elements = new float[2 * LONGEST * 2];
    Arrays.fill(elements, 9);
    System.arraycopy(steps(SHORT), 0, elements, 0, SHORT * 2);
    System.arraycopy(steps(LONGEST), 0, elements, LONGEST * 2, LONGEST * 2);
    return Map.of(
        Schema.X,
        Tensor.of(Shape.of(2, LONGEST, 2), elements),
        Schema.LENGTH,
        Tensor.of(Shape.of(2, 1), new int[] {SHORT, LONGEST}));
  }

  private static float[] code(Autoencoder autoencoder, Map<String, Tensor> rows) {
    return autoencoder.encode(rows).toFloats();
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "tensorflow"})
  void aShortRowHasTheCodeThatItHasAlone(String name) {
    for (Layer layer : LAYERS) {
      try (Engine engine = Registry.load().engine(name).open(EngineOptions.defaults());
          Autoencoder both = Autoencoder.open(model(layer, LONGEST, true), engine);
          Autoencoder alone = Autoencoder.open(model(layer, SHORT, false), engine)) {
        float[] codes = code(both, padded());
        float[] expected = alone.encode(Tensor.of(Shape.of(1, SHORT, 2), steps(SHORT))).toFloats();
        for (int i = 0; i < expected.length; i++) {
          assertThat(codes[i]).as("%s, unit %d", layer, i).isCloseTo(expected[i], within(1e-6f));
        }
      }
    }
  }
}
