package io.concertina.autoencoder;

import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.train.Evaluation;
import io.concertina.train.TrainingFunctions;
import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.train.Objective;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

  private final Model model;
  private final ModelFunctions functions;
  private final Engine engine;
  private final boolean ownsEngine;
  private final Residents residents;
  private final Map<String, Program> programs = new ConcurrentHashMap<>();

  private Autoencoder(Model model, Engine engine, boolean ownsEngine) {
    this.model = model;
    this.functions = new ModelFunctions(model.spec(), model.preprocessing());
    this.engine = engine;
    this.ownsEngine = ownsEngine;
    this.residents = engine.residents();
    model.weights().forEach(residents::put);
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
    return output(run(functions::encode, "encode", ModelFunctions.X, x), ModelFunctions.CODE);
  }

  /**
   * The samples that codes stand for, in raw units.
   *
   * @param code [n, ...] as wide as the code
   */
  public Tensor decode(Tensor code) {
    return output(
        run(functions::decode, "decode", ModelFunctions.CODE, code), ModelFunctions.RECONSTRUCTION);
  }

  /**
   * What is left of samples after encoding and decoding, in raw units.
   *
   * @param x raw samples [n, ...]
   */
  public Tensor reconstruct(Tensor x) {
    return output(
        run(functions::reconstruct, "reconstruct", ModelFunctions.X, x),
        ModelFunctions.RECONSTRUCTION);
  }

  /**
   * How badly samples are reconstructed; large for samples unlike those of the training.
   *
   * @param x raw samples [n, ...]
   */
  public Scores score(Tensor x) {
    Map<String, Tensor> outputs = run(functions::score, "score", ModelFunctions.X, x);
    return new Scores(
        output(outputs, ModelFunctions.SCORE), output(outputs, ModelFunctions.FEATURES));
  }

  /**
   * Loss and metrics over all rows of a dataset, without noise; the loss contains the penalties.
   *
   * @param objective what to measure
   * @param rows raw samples
   * @return mean over the rows by name, {@code loss} first
   */
  public Map<String, Double> evaluate(Objective objective, Dataset rows) {
    Function function = new TrainingFunctions(model, objective).evaluate();
    try (Program program = engine.compile(function, residents)) {
      return Evaluation.of(program, rows, ROWS_PER_RUN).means();
    }
  }

  /**
   * Reconstruction errors, in the units that the model sees.
   *
   * @param samples mean squared error per sample [n]
   * @param features squared error per element [n, ...]
   */
  public record Scores(Tensor samples, Tensor features) {}

  private static Tensor output(Map<String, Tensor> outputs, String name) {
    return Objects.requireNonNull(outputs.get(name), name);
  }

  private Map<String, Tensor> run(
      Supplier<Function> function, String name, String input, Tensor rows) {
    Program program =
        programs.computeIfAbsent(name, _ -> engine.compile(function.get(), residents));
    int n = rows.shape().rank() == 0 ? 1 : rows.shape().dim(0).size();
    if (n <= ROWS_PER_RUN) {
      return program.run(inputs(program, input, rows));
    }
    int width = rows.size() / n;
    Map<String, float[]> gathered = new LinkedHashMap<>();
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (int from = 0; from < n; from += ROWS_PER_RUN) {
      int count = Math.min(ROWS_PER_RUN, n - from);
      float[] piece = new float[count * width];
      rows.copyTo(from * width, piece, 0, piece.length);
      Shape shape = rows.shape().with(0, Dim.of(count));
      int row = from;
      program
          .run(inputs(program, input, Tensor.view(shape, piece)))
          .forEach(
              (output, value) -> {
                int size = value.size() / count;
                shapes.put(output, value.shape().with(0, Dim.of(n)));
                float[] all =
                    gathered.computeIfAbsent(output, _ -> new float[Math.multiplyExact(n, size)]);
                value.copyTo(0, all, row * size, value.size());
              });
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    shapes.forEach(
        (output, shape) ->
            outputs.put(output, Tensor.view(shape, gathered.getOrDefault(output, new float[0]))));
    return outputs;
  }

  private static Map<String, Tensor> inputs(Program program, String input, Tensor rows) {
    boolean random =
        program.function().parameters().stream().anyMatch(value -> value.dtype() == DType.I32);
    return random ? Map.of(input, rows, ModelFunctions.KEY, Threefry.key(0)) : Map.of(input, rows);
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
