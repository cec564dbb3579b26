package io.concertina.workflow;

import io.concertina.ConfigurationException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.autoencoder.PointScores;
import io.concertina.autoencoder.Scores;
import io.concertina.data.WindowedDataset;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineChoice;
import io.concertina.ir.Tensor;
import io.concertina.model.FittedScore;
import io.concertina.model.Model;
import io.concertina.score.Score;
import io.concertina.spi.Registry;
import io.concertina.workflow.file.Samples;
import io.concertina.workflow.file.Sources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A model at work on an engine, and data files for it. */
public final class OpenModel implements AutoCloseable {

  /** Rows that go through the model at once. */
  public static final int ROWS = 1024;

  private final Model model;
  private final Sources sources;
  private final Engine engine;
  private final Autoencoder autoencoder;

  private OpenModel(Model model, Sources sources, Engine engine) {
    this.model = model;
    this.sources = sources;
    this.engine = engine;
    this.autoencoder = Autoencoder.open(model, engine);
  }

  /** Opens the model of a file. */
  public static OpenModel open(Path file, Registry registry, EngineChoice choice) {
    return open(new Sources(registry).model(file), registry, choice);
  }

  /** Opens a model. */
  public static OpenModel open(Model model, Registry registry, EngineChoice choice) {
    return new OpenModel(model, new Sources(registry), choice.open());
  }

  /**
   * Opens a model that is to score rows by a named score: its own, or one that needs no fitting.
   *
   * @throws ConfigurationException if the score had to be fitted in training
   */
  public static OpenModel open(Model model, String score, Registry registry, EngineChoice choice) {
    if (Scoring.name(model, registry).equals(score)) {
      return open(model, registry, choice);
    }
    Score chosen = registry.create(Score.class, "score", score);
    if (chosen.isFitted()) {
      throw new ConfigurationException(
          "score",
          "the model's own, which is " + Scoring.name(model, registry) + ", or one without fitting",
          score + "; train with the key score: " + score);
    }
    return open(model.with(new FittedScore(chosen, Map.of())), registry, choice);
  }

  /** The model at rest. */
  public Model model() {
    return model;
  }

  /** Opens files. */
  public Sources sources() {
    return sources;
  }

  /** The model at work. */
  public Autoencoder autoencoder() {
    return autoencoder;
  }

  /** Opens samples for the model. */
  public Samples samples() {
    return new Samples(sources, model);
  }

  /**
   * Opens samples for the model.
   *
   * @param array of an archive of arrays, the one to read
   */
  public Samples samples(Optional<String> array) {
    return new Samples(sources, model, array);
  }

  /**
   * The scores of rows. Whatever scores rows does it here.
   *
   * @param streams raw rows by the name of their stream
   */
  Scores score(Map<String, Tensor> streams) {
    return autoencoder.score(streams);
  }

  /** The scores of the rows of a series, each from the windows that cover it. */
  PointScores score(WindowedDataset covering) {
    return PointScores.of(autoencoder, covering, ROWS);
  }

  @Override
  public void close() {
    autoencoder.close();
    engine.close();
  }
}
