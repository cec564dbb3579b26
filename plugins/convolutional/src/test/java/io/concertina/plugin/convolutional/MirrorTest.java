package io.concertina.plugin.convolutional;

import static io.concertina.plugin.convolutional.ConvolutionalLayers.avgPool;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.conv1d;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.conv2d;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.maxPool;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.spatialDropout;
import static io.concertina.plugin.standard.Parts.add;
import static io.concertina.plugin.standard.Parts.batchNorm;
import static io.concertina.plugin.standard.Parts.dense;
import static io.concertina.plugin.standard.Parts.dropout;
import static io.concertina.plugin.standard.Parts.flatten;
import static io.concertina.plugin.standard.Parts.gaussianNoise;
import static io.concertina.plugin.standard.Parts.named;
import static io.concertina.plugin.standard.Parts.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import io.concertina.layer.Layer;
import io.concertina.model.Blueprint;
import io.concertina.model.Mirror;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Outputs;
import io.concertina.model.Scalings;
import io.concertina.plugin.standard.layer.Dense;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A derived decoder gives back what the encoder takes, whatever the sizes. */
class MirrorTest {

  @Test
  void imagesOfOddSizesComeBackAsTheyWere() {
    for (int height : new int[] {5, 7, 9, 16}) {
      for (int width : new int[] {5, 8, 11}) {
        assertComesBack(
            Shape.of(height, width, 3),
            conv2d(4, 3, relu()).strides(2),
            maxPool(2),
            flatten(),
            dense(6));
      }
    }
  }

  @Test
  void seriesComeBackAsTheyWere() {
    for (int steps : new int[] {9, 12, 13}) {
      assertComesBack(
          Shape.of(steps, 2), conv1d(5, 4, relu()).strides(3), avgPool(2), flatten(), dense(3));
    }
  }

  @Test
  void noiseAndDropoutHaveNoMirror() {
    Schema rows = rows(Shape.of(9, 2));
    List<NamedLayer> encoder =
        ModelSpec.named(
            List.of(
                gaussianNoise(0.1),
                conv1d(5, 3, relu()),
                spatialDropout(0.2),
                flatten(),
                dense(3),
                dropout(0.1)));
    assertThat(Mirror.of(rows, encoder, Outputs.plain())).hasSize(3);
  }

  @Test
  void theLastLayerHasNoActivationAndTheWidthThatTheOutputAsksFor() {
    int asOutput = 0;
    Schema rows = rows(Shape.of(20));
    List<NamedLayer> encoder =
        ModelSpec.named(List.of(dense(10, relu()), dense(5, relu()), dense(2)));
    List<NamedLayer> decoder = Mirror.of(rows, encoder, Outputs.plain());
    assertThat(decoder)
        .extracting(named -> ((Dense) named.layer()).units())
        .containsExactly(5, 10, asOutput);
    assertThat(decoder)
        .extracting(named -> ((Dense) named.layer()).settings().activation().equals(relu()))
        .containsExactly(true, true, false);
  }

  @Test
  void aLayerWithoutAMirrorIsNamed() {
    assertThatThrownBy(
            () ->
                Mirror.of(
                    rows(Shape.of(8)),
                    ModelSpec.named(List.of(dense(4), batchNorm())),
                    Outputs.plain()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("model.encoder.batch_norm_1")
        .hasMessageContaining("write the decoder's layers");
  }

  @Test
  void aLayerThatNamesWhatItReadsIsNamed() {
    List<NamedLayer> encoder =
        List.of(
            named("wide", dense(4)),
            named("deep", dense(4)),
            named("sum", add()).from("wide", "deep"));
    assertThatThrownBy(() -> Mirror.of(rows(Shape.of(8)), encoder, Outputs.plain()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("model.encoder.sum");
  }

  private static void assertComesBack(Shape sample, Layer... layers) {
    Schema rows = rows(sample);
    List<NamedLayer> encoder = ModelSpec.named(List.of(layers));
    List<NamedLayer> decoder = Mirror.of(rows, encoder, Outputs.plain());
    ModelSpec spec = new ModelSpec(rows, encoder, decoder, Outputs.plain());
    Scalings none = Scalings.none(sample);
    String last = "decoder/" + decoder.getLast().name();
    assertThat(Blueprint.of(spec, none).ports()).containsEntry(last, sample);
  }

  private static Schema rows(Shape sample) {
    return Schema.of(StreamSpec.feature(Schema.X, sample));
  }
}
