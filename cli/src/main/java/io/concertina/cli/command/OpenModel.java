package io.concertina.cli.command;

import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.spi.Registry;
import java.nio.file.Path;
import java.util.List;

/** A model file at work, and data files for it. */
final class OpenModel implements AutoCloseable {

  /** Rows that go through the model at once. */
  static final int ROWS = 1024;

  private final Model model;
  private final Sources sources;
  private final Engine engine;
  private final Autoencoder autoencoder;

  OpenModel(Path file, Registry registry, EngineChoice choice) {
    sources = new Sources(registry);
    model = sources.model(file);
    engine = choice.open(registry);
    autoencoder = Autoencoder.open(model, engine);
  }

  Model model() {
    return model;
  }

  /** Shape of one code. */
  Shape code() {
    return new ModelFunctions(model.spec(), model.preprocessing()).code();
  }

  Autoencoder autoencoder() {
    return autoencoder;
  }

  /** Samples for the model. */
  Dataset samples(Path file) {
    return new Samples(sources, model).open(file);
  }

  /** Rows of any file of a given shape. */
  Dataset rows(Path file, Shape shape) {
    return Samples.checked(sources.open(file, DatasetOptions.defaults()), shape);
  }

  /** One column of a table, or one array of an archive of arrays. */
  Dataset column(Path file, String name) {
    return Samples.checked(
        sources.open(file, DatasetOptions.defaults().only(List.of(name))), Shape.of(1));
  }

  @Override
  public void close() {
    autoencoder.close();
    engine.close();
  }
}
