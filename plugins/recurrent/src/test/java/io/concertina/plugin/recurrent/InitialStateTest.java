package io.concertina.plugin.recurrent;

import static io.concertina.plugin.recurrent.RecurrentLayers.gru;
import static io.concertina.plugin.recurrent.RecurrentLayers.lstm;
import static io.concertina.plugin.recurrent.RecurrentLayers.repeat;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.config.Factory;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.spi.Plugin;
import io.concertina.spi.Registry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Decoders whose states begin with the code. */
class InitialStateTest {

  private static final int STEPS = 6;

  /** 48 sines with different phases. */
  private static Tensor waves() {
    float[] elements = new float[48 * STEPS];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) Math.sin(i / STEPS * 0.13 + i % STEPS * 0.9);
    }
    return Tensor.of(Shape.of(48, STEPS, 1), elements);
  }

  /** The same zeros for every code. */
  private record Nothing() implements Layer {

    @Override
    public Value apply(LayerScope scope, Value x) {
      return scope.ops().mul(x, 0);
    }
  }

  /** All plugins there are, and one that offers {@link Nothing}. */
  private static Registry registry() {
    Plugin own =
        new Plugin() {
          @Override
          public String name() {
            return "nothing";
          }

          @Override
          public int apiVersion() {
            return API_VERSION;
          }

          @Override
          public List<Factory<? extends Layer>> layers() {
            return List.of(Factory.of("nothing", new Nothing()));
          }
        };
    return Registry.of(
        Stream.concat(Registry.load().plugins().stream(), Stream.of(own)).toArray(Plugin[]::new));
  }

  @Test
  void theCodeReachesTheOutputThroughTheFirstStateAlone() {
    Tensor waves = waves();
    try (Autoencoder autoencoder =
        Autoencoder.builder()
            .registry(registry())
            .encoder(gru(12), dense(2))
            .decoder(
                new Nothing(),
                repeat(),
                lstm(12).returnSequences().initialState(FirstState.DENSE),
                dense())
            .optimizer(adam(0.01))
            .epochs(60)
            .batch(16)
            .seed(1)
            .fit(MemoryDataset.of("waves", waves))) {
      float[] expected = waves.toFloats();
      float[] actual = autoencoder.reconstruct(waves).toFloats();
      double error = 0;
      double variance = 0;
      for (int i = 0; i < actual.length; i++) {
        error += Math.pow(actual[i] - expected[i], 2);
        variance += Math.pow(expected[i], 2);
      }
      assertThat(error).isLessThan(0.3 * variance);
    }
  }

  private static Model model(List<Layer> encoder, List<Layer> decoder) {
    Shape sample = Shape.of(STEPS, 1);
    return Model.initial(ModelSpec.of(sample, encoder, decoder), Preprocessing.none(sample), 1);
  }

  @Test
  void aCodeOfAnotherWidthIsRefused() {
    List<Layer> decoder =
        List.of(repeat(), lstm(3).returnSequences().initialState(FirstState.CODE), dense());
    assertThatThrownBy(() -> model(List.of(gru(3)), decoder))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "decoder/recurrent_1: expected a code [batch, 6] for initial_state code,"
                + " got [batch, 3]; initial_state: dense maps any code");
  }

  @Test
  void aCodeWithATimeAxisIsRefused() {
    List<Layer> decoder = List.of(gru(3).returnSequences().initialState(FirstState.DENSE), dense());
    assertThatThrownBy(() -> model(List.of(gru(3).returnSequences()), decoder))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("expected a code [batch, features] for initial_state dense")
        .hasMessageContaining("put flatten last in the encoder");
  }

  @Test
  void theEncoderHasNoCodeToBeginWith() {
    List<Layer> decoder = List.of(repeat(), gru(3).returnSequences(), dense());
    assertThatThrownBy(() -> model(List.of(gru(3).initialState(FirstState.DENSE)), decoder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "encoder/recurrent_1.initial_state: expected zeros, for there is no code yet,"
                + " got dense");
  }
}
