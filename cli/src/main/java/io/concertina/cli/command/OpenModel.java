package io.concertina.cli.command;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.engine.Engine;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import java.nio.file.Path;
import java.util.Optional;

/** A model file at work, and data files for it. */
final class OpenModel implements AutoCloseable {

  /** Rows that go through the model at once. */
  static final int ROWS = 1024;

  /** Rows at once where they are written as they come. */
  static final int STREAMED_ROWS = 1;

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

  Sources sources() {
    return sources;
  }

  Autoencoder autoencoder() {
    return autoencoder;
  }

  /**
   * Opens samples for the model.
   *
   * @param array of an archive of arrays, the one to read
   */
  Samples samples(Optional<String> array) {
    return new Samples(sources, model, array);
  }

  @Override
  public void close() {
    autoencoder.close();
    engine.close();
  }
}
