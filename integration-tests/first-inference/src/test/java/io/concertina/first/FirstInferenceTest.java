package io.concertina.first;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.spi.Registry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstInferenceTest {

  private static final Shape SAMPLE = Shape.of(5);

  @TempDir private Path directory;

  @Test
  void theSampleIsReconstructedByTheModelInTheFile() {
    Registry registry = Registry.load();
    ModelSpec spec =
        ModelSpec.read(
            "model",
            SAMPLE,
            List.of(Map.of("dense", Map.of("units", 3, "activation", "relu"))),
            List.of("dense"),
            registry);
    Model model = Model.initial(spec, Preprocessing.none(SAMPLE), 1);
    Path file = directory.resolve("small.concertina");
    registry.modelWriter("concertina").write(model, file, registry);

    try (Engine engine = registry.engine("native").open(EngineOptions.defaults());
        Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      assertThat(FirstInference.reconstruct(file))
          .isEqualTo(autoencoder.reconstruct(Tensor.full(Shape.of(1, 5), 0.5f)));
    }
  }
}
