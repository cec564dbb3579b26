package io.concertina.autoencoder;

import io.concertina.DataException;
import io.concertina.Reason;
import io.concertina.data.Dataset;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.format.FormatOptions;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Feeds;
import io.concertina.model.FittedScore;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.spi.Registry;
import io.concertina.train.Measures;
import io.concertina.train.Objective;
import io.concertina.train.TrainingFunctions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A model at work on an engine.
 *
 * <p>Takes and returns raw values: the model's preprocessing is applied and undone inside. Many
 * rows are computed in pieces, so memory does not grow with the result's intermediate values.
 * Thread-safe where the engine's capabilities say that programs may run concurrently.
 */
public final class Autoencoder implements AutoCloseable {

  private static final int ROWS_PER_RUN = 1024;

  private static final String OWN_FORMAT = "concertina";

  private final Model model;
  private final ModelFunctions functions;
  private final Engine engine;
  private final boolean ownsEngine;
  private final Residents residents;
  private final Map<String, Program> programs = new ConcurrentHashMap<>();

  private Autoencoder(Model model, Engine engine, boolean ownsEngine) {
    this.model = model;
    this.functions = model.functions();
    this.engine = engine;
    this.ownsEngine = ownsEngine;
    this.residents = engine.residents();
    model.weights().forEach(residents::put);
    model.score().ifPresent(score -> FittedScore.residents(score.fitted()).forEach(residents::put));
  }

  /**
   * Opens a model on an engine.
   *
   * @param engine stays open when the autoencoder is closed
   */
  public static Autoencoder open(Model model, Engine engine) {
    return new Autoencoder(model, engine, false);
  }

  /** Opens a model on an engine that is closed together with the autoencoder. */
  static Autoencoder owning(Model model, Engine engine) {
    return new Autoencoder(model, engine, true);
  }

  /**
   * Loads a model from a file that a plugin on the class path reads, on the engine {@code native}
   * with all processors.
   *
   * @throws io.concertina.ModelFormatException if the file is not a sound model
   * @throws DataException if it cannot be read
   */
  public static Autoencoder load(Path file) {
    Registry registry = Registry.load();
    return loaded(registry, registry.modelReader(file).read(file, registry));
  }

  /**
   * Loads a model of Concertina's own format from a stream, for instance a resource of the class
   * path, on the engine {@code native} with all processors. The stream is read to its end and stays
   * open.
   *
   * @throws io.concertina.ModelFormatException if its bytes are not a sound model
   * @throws DataException if it fails
   */
  public static Autoencoder load(InputStream in) {
    Registry registry = Registry.load();
    try {
      return loaded(registry, registry.modelReader(OWN_FORMAT).read(in, "stream", registry));
    } catch (IOException e) {
      throw new DataException("stream: expected the bytes of a model, got " + Reason.of(e), e);
    }
  }

  /** Loads a model from a channel as {@link #load(InputStream)} does from a stream. */
  public static Autoencoder load(ReadableByteChannel channel) {
    return load(Channels.newInputStream(channel));
  }

  private static Autoencoder loaded(Registry registry, Model model) {
    return owning(model, registry.engine("native").open(EngineOptions.defaults()));
  }

  /**
   * Saves the model in a file, which takes its place at once.
   *
   * @param file its name tells the format, for instance {@code model.concertina}
   */
  public void save(Path file) {
    Registry registry = Registry.load();
    registry.modelWriter(file).write(model, file, registry);
  }

  /**
   * Saves the model in Concertina's own format to a stream, which stays open.
   *
   * @throws DataException if the stream fails; then a part of the model may be in it
   */
  public void save(OutputStream out) {
    Registry registry = Registry.load();
    try {
      registry.modelWriter(OWN_FORMAT).write(model, out, registry, FormatOptions.defaults());
    } catch (IOException e) {
      throw new DataException("stream: expected one that takes a model, got " + Reason.of(e), e);
    }
  }

  /** Saves the model to a channel as {@link #save(OutputStream)} does to a stream. */
  public void save(WritableByteChannel channel) {
    save(Channels.newOutputStream(channel));
  }

  /** Begins an autoencoder of layers, to be trained by {@link AutoencoderBuilder#fit}. */
  public static AutoencoderBuilder builder() {
    return new AutoencoderBuilder();
  }

  /** The model at rest, for instance to be saved. */
  public Model model() {
    return model;
  }

  /**
   * The codes of samples.
   *
   * @param x raw samples [n, ...]
   * @return [n, ...] as wide as the code
   */
  public Tensor encode(Tensor x) {
    return encode(samples(x));
  }

  /**
   * The codes of samples of several streams.
   *
   * @param streams raw rows by the name of their stream
   */
  public Tensor encode(Map<String, Tensor> streams) {
    return output(run("encode", functions::encode, streams), ModelFunctions.CODE);
  }

  /**
   * The encoder for live streams, whose steps arrive one by one.
   *
   * @param streams how many there are, each a row of a step
   * @throws io.concertina.ConfigurationException if a layer of the encoder needs whole sequences
   */
  public CodeStream stream(int streams) {
    return new CodeStream(program("stream", functions::stream), streams);
  }

  /**
   * The samples that codes stand for, in raw units.
   *
   * @param code [n, ...] as wide as the code
   */
  public Tensor decode(Tensor code) {
    return output(decodeAll(code), ModelFunctions.RECONSTRUCTION);
  }

  /**
   * What codes stand for where the decoder reads labels as well.
   *
   * @param inputs codes by the name {@code code}, labels i32 or f32 [n, 1] by theirs
   * @return {@code reconstruction} in raw units, {@code categories} where the model has some, and
   *     where several streams make up a row, the part of each by its name
   * @throws DataException if one is missing
   */
  public Map<String, Tensor> decode(Map<String, Tensor> inputs) {
    return run("decode", functions::decode, inputs);
  }

  /** What codes stand for: numbers in raw units, and categories where the model has some. */
  public Map<String, Tensor> decodeAll(Tensor code) {
    return run("decode", functions::decode, Map.of(ModelFunctions.CODE, code));
  }

  /**
   * What is left of samples after encoding and decoding, in raw units.
   *
   * @param x raw samples [n, ...]
   */
  public Tensor reconstruct(Tensor x) {
    return output(reconstruct(samples(x)), ModelFunctions.RECONSTRUCTION);
  }

  /** The same of several streams: numbers, and categories where the model has some. */
  public Map<String, Tensor> reconstruct(Map<String, Tensor> streams) {
    return run("reconstruct", functions::reconstruct, streams);
  }

  /** The prediction of every head by its name [n, ...]. */
  public Map<String, Tensor> predict(Map<String, Tensor> streams) {
    return run("predict", functions::predict, streams);
  }

  /**
   * How unlike the training rows samples are: by the model's score, or else by how badly they are
   * reconstructed.
   *
   * @param x raw samples [n, ...]
   */
  public Scores score(Tensor x) {
    return score(samples(x));
  }

  /**
   * The score of one sample.
   *
   * @param sample its raw numbers in row-major order
   * @throws DataException if it has another size or cannot be scored
   */
  public float score(float... sample) {
    return score(row(sample)).value(0);
  }

  /**
   * The reconstruction error of each number of a sample by the name of its column, in order.
   *
   * @param sample its raw numbers in row-major order
   * @throws DataException if it has another size, or the model knows no names
   */
  public Map<String, Float> errors(float... sample) {
    List<String> names = model.columns();
    List<StreamSpec> features = model.spec().streams().of(StreamSpec.Role.FEATURE);
    if (features.size() > 1) {
      throw new DataException(
          "errors by column",
          "a model of one stream",
          features.stream().map(StreamSpec::name).toList() + "; call score(Map)");
    }
    Tensor errors = score(row(sample)).features();
    if (names.size() != errors.size()) {
      throw new DataException(
          "errors by column",
          "a model that knows the names of its columns",
          names.size() + " names");
    }
    Map<String, Float> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), errors.floatAt(i));
    }
    return named;
  }

  private Tensor row(float... sample) {
    Shape shape = model.spec().sample();
    if (sample.length != shape.size()) {
      throw new DataException("sample", shape.size() + " numbers", sample.length);
    }
    return Tensor.of(shape.prepend(Dim.of(1)), sample);
  }

  /** The same of several streams. */
  public Scores score(Map<String, Tensor> streams) {
    Map<String, Tensor> whole = SideBySide.of(model).joined("score", streams);
    List<StreamSpec> given =
        model.spec().streams().streams().stream()
            .filter(stream -> whole.containsKey(stream.name()))
            .toList();
    boolean target = given.stream().anyMatch(stream -> stream.role() == StreamSpec.Role.TARGET);
    String name = target ? "score of target" : "score";
    Map<String, Tensor> outputs = run(name, () -> functions.score(new Schema(given)), whole);
    return new Scores(
        output(outputs, ModelFunctions.SCORE),
        output(outputs, ModelFunctions.OBSERVED),
        output(outputs, ModelFunctions.FEATURES),
        Optional.ofNullable(outputs.get(ModelFunctions.SHARES)),
        model.score().isPresent());
  }

  /**
   * Elements of rows by the name of their stream, where several make up a row: of reconstructions,
   * of errors, of shares.
   *
   * @param elements [n, all columns]
   */
  public Map<String, Tensor> byStream(Tensor elements) {
    return SideBySide.of(model).split(elements);
  }

  /** Layers with the shapes that they give and their parameters, a line each. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    Map<String, Long> parameters = new LinkedHashMap<>();
    model
        .blueprint()
        .variables()
        .forEach(
            variable ->
                parameters.merge(
                    variable.name().substring(0, Math.max(0, variable.name().lastIndexOf('/'))),
                    (long) variable.shape().size(),
                    Long::sum));
    long all = parameters.values().stream().mapToLong(Long::longValue).sum();
    text.append("%-36s %-18s %12s%n".formatted("layer", "output", "parameters"));
    model
        .blueprint()
        .ports()
        .forEach(
            (path, shape) -> {
              long own =
                  parameters.entrySet().stream()
                      .filter(
                          each ->
                              each.getKey().equals(path) || each.getKey().startsWith(path + "/"))
                      .mapToLong(Map.Entry::getValue)
                      .sum();
              text.append("%-36s %-18s %12d%n".formatted(path, shape, own));
            });
    text.append("%-36s %-18s %12d%n".formatted("code " + model.blueprint().code(), "", all));
    return text.toString();
  }

  private static Map<String, Tensor> samples(Tensor x) {
    return Map.of(ModelFunctions.X, x);
  }

  /**
   * Loss and metrics over all rows of a dataset, without noise.
   *
   * @param objective what to measure
   * @param rows raw samples
   * @return by name, {@code loss} first: the sum of the terms, each times its final coefficient
   */
  public Map<String, Double> evaluate(Objective objective, Dataset rows) {
    Function function = new TrainingFunctions(model, objective, rows.schema()).evaluate(1);
    try (Program program = engine.compile(function, residents)) {
      Measures measures = Measures.of(program, objective, 1, rows, ROWS_PER_RUN);
      Map<String, Double> values = new LinkedHashMap<>();
      values.put(TrainingFunctions.LOSS, measures.loss());
      values.putAll(measures.metrics());
      return values;
    }
  }

  private static Tensor output(Map<String, Tensor> outputs, String name) {
    Tensor output = outputs.get(name);
    if (output == null) {
      throw new DataException(name, "a model that gives it", "one that gives " + outputs.keySet());
    }
    return output;
  }

  private Program program(String name, Supplier<Function> function) {
    return programs.computeIfAbsent(name, _ -> engine.compile(function.get(), residents));
  }

  private Map<String, Tensor> run(
      String name, Supplier<Function> function, Map<String, Tensor> streams) {
    Program program = program(name, function);
    Map<String, Tensor> inputs =
        Feeds.of(program.function(), SideBySide.of(model).joined(name, streams));
    int n = Pieces.rows(inputs);
    return n <= ROWS_PER_RUN
        ? program.run(inputs)
        : Pieces.run(inputs, n, ROWS_PER_RUN, program::run);
  }

  @Override
  public void close() {
    programs.values().forEach(Program::close);
    residents.close();
    if (ownsEngine) {
      engine.close();
    }
  }
}
