package io.concertina.model;

import io.concertina.layer.Variable;
import io.concertina.ShapeException;
import io.concertina.data.Preprocessing;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.layer.KeyedRandom;
import io.concertina.layer.Mode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a trained model computes, as functions of the intermediate representation.
 *
 * <p>All take raw values and apply the preprocessing themselves. The batch axis is named {@code
 * batch}; every variable is a resident of its full name.
 */
public final class ModelFunctions {

  /** Name of the batch dimension. */
  public static final String BATCH = "batch";

  /** Input: raw samples [batch, ...]. */
  public static final String X = "x";

  /** Input: the run's random key, i32[2]. Only functions that use randomness have it. */
  public static final String KEY = "key";

  /** Input or output: codes [batch, ...]. */
  public static final String CODE = "code";

  /** Output: reconstructed samples in raw units [batch, ...]. */
  public static final String RECONSTRUCTION = "reconstruction";

  /** Output: reconstruction error per sample [batch]. */
  public static final String SCORE = "score";

  /** Output: squared reconstruction error per element [batch, ...]. */
  public static final String FEATURES = "features";

  private final ModelSpec spec;
  private final Preprocessing preprocessing;

  /** The functions of a model. */
  public ModelFunctions(ModelSpec spec, Preprocessing preprocessing) {
    if (!preprocessing.sample().equals(spec.sample())) {
      throw new ShapeException(
          "preprocessing", "rows " + spec.sample() + " like the model", preprocessing.sample());
    }
    this.spec = spec;
    this.preprocessing = preprocessing;
  }

  /** The variables in the order of the layers. */
  public List<Variable> variables() {
    return new EmittedModel(spec, preprocessing, Mode.INFER).whole().variables();
  }

  /** Shape of one code, without the batch axis. */
  public Shape code() {
    Value code = new EmittedModel(spec, preprocessing, Mode.INFER).code();
    return code.shape().slice(1, code.shape().rank());
  }

  /**
   * Initial values of the variables. Each depends on the seed and the variable's name only.
   *
   * @param seed any number
   */
  public Map<String, Tensor> initialize(long seed) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (Variable variable : variables()) {
      KeyedRandom random = KeyedRandom.of(seed, "initial:" + variable.name());
      float[] elements = variable.initializer().values(variable.shape().sizes(), random);
      values.put(variable.name(), Tensor.view(variable.shape(), elements));
    }
    return values;
  }

  /**
   * Checks that tensors are values for the variables.
   *
   * @throws ShapeException if one is missing, too many or of the wrong type
   */
  public void check(Map<String, Tensor> weights) {
    Set<String> unknown = new HashSet<>(weights.keySet());
    for (Variable variable : variables()) {
      Tensor value = weights.get(variable.name());
      TensorType type = TensorType.f32(variable.shape());
      if (value == null || !value.type().equals(type)) {
        throw new ShapeException(
            "weight " + variable.name(), type.toString(), value == null ? "none" : value.type());
      }
      unknown.remove(variable.name());
    }
    if (!unknown.isEmpty()) {
      throw new ShapeException("weights", "only those of the model's layers", unknown);
    }
  }

  /** x → code. */
  public Function encode() {
    EmittedModel emission = new EmittedModel(spec, preprocessing, Mode.INFER);
    return emission.function("encode", Map.of(CODE, emission.code()));
  }

  /** code → reconstruction. */
  public Function decode() {
    EmittedModel emission = new EmittedModel(spec, preprocessing, Mode.INFER);
    Shape shape = emission.code().shape();
    Value code = emission.ops().input(CODE, TensorType.f32(shape));
    Value raw = preprocessing.invert(emission.ops(), emission.decode(code));
    return emission.function("decode", Map.of(RECONSTRUCTION, raw));
  }

  /** x → reconstruction. */
  public Function reconstruct() {
    EmittedModel emission = new EmittedModel(spec, preprocessing, Mode.INFER).whole();
    Value raw = preprocessing.invert(emission.ops(), emission.reconstruction());
    return emission.function("reconstruct", Map.of(RECONSTRUCTION, raw));
  }

  /** x → the output of every layer by its path, as the layers are used. */
  public Function layers() {
    EmittedModel emission = new EmittedModel(spec, preprocessing, Mode.INFER).whole();
    return emission.function("layers", emission.layers());
  }

  /**
   * x → score and features: the squared difference between sample and reconstruction as the model
   * sees them, averaged per sample and per element.
   */
  public Function score() {
    EmittedModel emission = new EmittedModel(spec, preprocessing, Mode.INFER).whole();
    Ops ops = emission.ops();
    Value difference = ops.sub(emission.reconstruction(), emission.seen());
    Value squared = Composites.square(ops, difference);
    int[] axes = IntStream.range(1, squared.shape().rank()).toArray();
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(SCORE, ops.mean(squared, axes));
    outputs.put(FEATURES, squared);
    return emission.function("score", outputs);
  }

  /** Type of raw samples. */
  static TensorType samples(Shape sample) {
    return TensorType.f32(sample.prepend(Dim.named(BATCH)));
  }
}
