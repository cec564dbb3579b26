package io.concertina.cli.command;

import io.concertina.DataException;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.model.Autoencoder;
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

  /**
   * Samples for the model. Of a table, the columns that the model was trained on are read, in their
   * order; labels and other columns may stand beside them.
   */
  Dataset samples(Path file) {
    DatasetOptions options = DatasetOptions.defaults();
    if (model.preprocessing().filling()) {
      options = options.with(DatasetOptions.Missing.KEEP);
    }
    if (!model.columns().isEmpty() && sources.namesColumns(file)) {
      options = options.only(model.columns());
    }
    return checked(sources.open(file, options), model.spec().sample());
  }

  /** Rows of any file of a given shape. */
  Dataset rows(Path file, Shape shape) {
    return checked(sources.open(file, DatasetOptions.defaults()), shape);
  }

  /** One column of a table, or one array of an archive of arrays. */
  Dataset column(Path file, String name) {
    return checked(sources.open(file, DatasetOptions.defaults().only(List.of(name))), Shape.of(1));
  }

  private static Dataset checked(Dataset rows, Shape expected) {
    if (!rows.sample().equals(expected)) {
      String name = rows.name();
      Shape sample = rows.sample();
      rows.close();
      throw new DataException(name, "rows " + expected + " as the model takes them", sample);
    }
    return rows;
  }

  @Override
  public void close() {
    autoencoder.close();
    engine.close();
  }
}
