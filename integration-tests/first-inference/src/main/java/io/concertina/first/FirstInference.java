package io.concertina.first;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Dim;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import java.nio.file.Path;

/** Reconstructs one sample with a saved model and prints the first of its elements. */
public final class FirstInference {

  private FirstInference() {}

  /** Takes the path of a model file. */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("usage: FirstInference MODEL");
      System.exit(2);
    }
    System.out.println(reconstruct(Path.of(arguments[0])));
  }

  /** What the model makes of a sample that is 0.5 throughout. */
  static Tensor reconstruct(Path file) {
    Registry registry = Registry.load();
    Model model = registry.modelReader("concertina").read(file, registry);
    Tensor sample = Tensor.full(model.spec().sample().prepend(Dim.of(1)), 0.5f);
    EngineOptions options = EngineOptions.defaults().withThreads(1);
    try (Engine engine = registry.engine("native").open(options);
        Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      return autoencoder.reconstruct(sample);
    }
  }
}
