package io.concertina.testkit;

import io.concertina.data.Dataset;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.layer.Initializer;
import io.concertina.layer.KeyedRandom;
import io.concertina.layer.Layer;
import io.concertina.layer.Role;
import io.concertina.loss.Likelihood;
import io.concertina.model.FittedScore;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Outputs;
import io.concertina.model.Scalings;
import io.concertina.score.Score;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A score to check, on a small model of normal numbers with a code of two.
 *
 * @param score the score
 * @param sample shape of one sample
 * @param outputs what the decoder's output means
 * @param filling whether the model fills missing cells
 */
public record ScoreSubject(Score score, Shape sample, Outputs outputs, boolean filling) {

  private static final int CODE = 2;

  private static final Initializer DRAWN =
      (sizes, random) -> {
        float[] values = new float[Shape.of(sizes).size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (0.4 * random.nextGaussian());
        }
        return values;
      };

  private static final Layer ENCODER =
      (scope, x) -> {
        Dim elements = x.shape().slice(1, x.shape().rank()).elements();
        Value flat = scope.ops().reshape(x, Shape.of(x.shape().dim(0), elements));
        Value kernel = scope.variable("kernel", Role.WEIGHT, DRAWN, elements.size(), CODE);
        return scope.ops().matmul(flat, kernel);
      };

  private static final Layer DECODER =
      (scope, code) -> {
        int width = scope.output().size();
        Value kernel = scope.variable("kernel", Role.WEIGHT, DRAWN, CODE, width);
        Value flat = scope.ops().matmul(code, kernel);
        return scope.ops().reshape(flat, scope.output().prepend(code.shape().dim(0)));
      };

  /** A score of samples of a shape, on a model that does not fill missing cells. */
  public static ScoreSubject of(Score score, int... sample) {
    return new ScoreSubject(score, Shape.of(sample), Outputs.plain(), false);
  }

  /** On a model that fills missing cells. */
  public ScoreSubject onFilledRows() {
    return new ScoreSubject(score, sample, outputs, true);
  }

  /** On a model of a likelihood. */
  public ScoreSubject with(Likelihood likelihood) {
    return new ScoreSubject(score, sample, outputs.with(likelihood), filling);
  }

  Model model() {
    ModelSpec spec = ModelSpec.of(sample, List.of(ENCODER), List.of(DECODER)).with(outputs);
    Preprocessing scaling =
        new Preprocessing(
            Tensor.full(sample, 0.25f), Tensor.full(sample, 0), Tensor.full(sample, 1), filling);
    return Model.initial(spec, Scalings.of(scaling), 1);
  }

  Dataset training(int n) {
    return MemoryDataset.of("rows", rows(n, 7));
  }

  Tensor rows(int n, long seed) {
    KeyedRandom random = KeyedRandom.of(seed, "rows");
    float[] values = new float[n * sample.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.view(sample.prepend(Dim.of(n)), values);
  }

  /** Rows of which each lacks one cell. */
  Tensor withHoles(int n, long seed) {
    float[] values = rows(n, seed).toFloats();
    int width = sample.size();
    for (int row = 0; row < n; row++) {
      values[row * width + row % width] = Float.NaN;
    }
    return Tensor.view(sample.prepend(Dim.of(n)), values);
  }

  /** One row of which nothing is observed. */
  Tensor nothing() {
    return Tensor.full(sample.prepend(Dim.of(1)), Float.NaN);
  }

  static Tensor row(Tensor rows, int row) {
    int[] sizes = rows.shape().sizes();
    int width = rows.size() / sizes[0];
    sizes[0] = 1;
    float[] values = Arrays.copyOfRange(rows.toFloats(), row * width, (row + 1) * width);
    return Tensor.view(Shape.of(sizes), values);
  }

  static Map<String, ReferenceTensor> run(Model model, Tensor rows) {
    Map<String, ReferenceTensor> arguments = new LinkedHashMap<>();
    arguments(model, rows).forEach((name, value) -> arguments.put(name, ReferenceTensor.of(value)));
    return new ReferenceInterpreter().run(model.functions().score(), arguments).outputs();
  }

  /** Rows, weights and what the score found, by the names of the function's parameters. */
  static Map<String, Tensor> arguments(Model model, Tensor rows) {
    Map<String, Tensor> arguments = new LinkedHashMap<>(model.weights());
    model
        .score()
        .map(FittedScore::fitted)
        .orElse(Map.of())
        .forEach((name, value) -> arguments.put(FittedScore.resident(name), value));
    arguments.put(Schema.X, rows);
    return arguments;
  }

  /** Score, sample shape and what is special about the model. */
  @Override
  public String toString() {
    String likelihood = outputs.likelihood().map(l -> ", " + l).orElse("");
    return score + " of " + sample + likelihood + (filling ? ", filling" : "");
  }
}
