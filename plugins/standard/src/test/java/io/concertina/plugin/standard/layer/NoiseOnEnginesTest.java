package io.concertina.plugin.standard.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.layer.Layer;
import io.concertina.layer.Mode;
import io.concertina.model.Coefficients;
import io.concertina.model.EmissionOptions;
import io.concertina.model.EmittedModel;
import io.concertina.model.ModelFunctions;
import io.concertina.model.ModelSpec;
import io.concertina.model.Scalings;
import io.concertina.spi.Registry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which elements noise takes away is the same to the bit on every engine. */
class NoiseOnEnginesTest {

  private static final int ROWS = 1000;
  private static final Shape SAMPLE = Shape.of(101);

  static Stream<Layer> masks() {
    return Stream.of(Layers.dropout(0.3), Layers.maskingNoise(0.3), Layers.maskingNoiseUpTo(0.7));
  }

  @ParameterizedTest
  @MethodSource("masks")
  void everyEngineTakesTheSameElements(Layer layer) {
    Function function = training(layer);
    assertThat(run(function, "native")).isEqualTo(run(function, "tensorflow"));
  }

  private static Function training(Layer layer) {
    EmissionOptions options = new EmissionOptions(Mode.TRAIN, Set.of(), Coefficients.byLayers());
    EmittedModel emitted =
        new EmittedModel(
            ModelSpec.of(SAMPLE, List.of(layer), List.of()),
            Scalings.of(Preprocessing.none(SAMPLE)),
            options);
    return emitted.function("noise", Map.of("y", emitted.code()));
  }

  private static float[] run(Function function, String name) {
    Tensor ones = Tensor.full(Shape.of(ROWS, SAMPLE.size()), 1);
    try (Engine engine = Registry.load().engine(name).open(EngineOptions.defaults());
        Residents residents = engine.residents();
        Program program = engine.compile(function, residents)) {
      Map<String, Tensor> inputs =
          Map.of(ModelFunctions.X, ones, ModelFunctions.KEY, Threefry.key(7));
      return Objects.requireNonNull(program.run(inputs).get("y")).toFloats();
    }
  }
}
