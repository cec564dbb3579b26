package io.concertina.plugin.standard;

import io.concertina.ConfigurationException;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Threefry;
import io.concertina.ir.Value;
import io.concertina.layer.Initializer;
import io.concertina.layer.Key;
import io.concertina.layer.KeyedRandom;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs layers on their own in 64 bits. They stand on paths {@code layer_1}, {@code layer_2} and so
 * on; variables have the values they were given or their initial ones.
 */
public final class LayerBench {

  private final Mode mode;
  private final Shape sample;
  private Shape output;
  private final Map<String, ReferenceTensor> given = new LinkedHashMap<>();

  private LayerBench(Mode mode, int... sample) {
    this.mode = mode;
    this.sample = Shape.of(sample);
    this.output = this.sample;
  }

  /** Layers in training, on samples of a shape. */
  public static LayerBench training(int... sample) {
    return new LayerBench(Mode.TRAIN, sample);
  }

  /** Layers in use, on samples of a shape. */
  public static LayerBench inference(int... sample) {
    return new LayerBench(Mode.INFER, sample);
  }

  /** Asks for another shape of one sample from the decoder than that of the samples. */
  public LayerBench output(int... sizes) {
    output = Shape.of(sizes);
    return this;
  }

  /** Gives a variable a value. */
  public LayerBench with(String name, ReferenceTensor value) {
    given.put(name, value);
    return this;
  }

  /**
   * What layers gave.
   *
   * @param y the last one's output
   * @param updates next value of state by variable name
   * @param terms by path and name
   * @param variables value of every variable by name
   */
  public record Run(
      ReferenceTensor y,
      Map<String, double[]> updates,
      Map<String, Double> terms,
      Map<String, ReferenceTensor> variables) {}

  /** Shape of the output of layers on a batch of any size. */
  public Shape shape(Layer... layers) {
    return new ChainEmission(layers).y.shape();
  }

  /** Runs layers one after the other with the key 0. */
  public Run run(ReferenceTensor x, Layer... layers) {
    return run(0, x, layers);
  }

  /** Runs layers one after the other. */
  public Run run(long key, ReferenceTensor x, Layer... layers) {
    ChainEmission emission = new ChainEmission(layers);
    Map<String, Value> outputs = new LinkedHashMap<>(Map.of("y", emission.y));
    emission.updates.forEach((name, value) -> outputs.put("update:" + name, value));
    emission.terms.forEach((name, value) -> outputs.put("term:" + name, value));
    Function function = emission.ops.function("bench", outputs);
    Map<String, ReferenceTensor> results =
        new ReferenceInterpreter().run(function, emission.arguments(key, x)).outputs();
    Map<String, double[]> updates = new LinkedHashMap<>();
    emission
        .updates
        .keySet()
        .forEach(name -> updates.put(name, results.get("update:" + name).toDoubles()));
    Map<String, Double> terms = new LinkedHashMap<>();
    emission
        .terms
        .keySet()
        .forEach(name -> terms.put(name, results.get("term:" + name).doubleAt(0)));
    return new Run(Objects.requireNonNull(results.get("y")), updates, terms, emission.variables);
  }

  /** Compares the gradients by the input and all weights with central differences. */
  public void checkGradients(ReferenceTensor x, Layer... layers) {
    ChainEmission emission = new ChainEmission(layers);
    Value scalar =
        emission.terms.values().stream()
            .reduce(Evaluation.weighted(emission.ops, emission.y), emission.ops::add);
    List<Value> by = new ArrayList<>(emission.weights);
    by.add(emission.x);
    Evaluation.checkGradients(emission.ops, scalar, by, emission.arguments(3, x));
  }

  private final class ChainEmission {

    final Ops ops = new Ops();
    final Value x = ops.input("x", TensorType.f32(sample.prepend(Dim.named("batch"))));
    final Value key = ops.input("key", new TensorType(DType.I32, Shape.of(2)));
    final Map<String, Value> residents = new LinkedHashMap<>();
    final Map<String, ReferenceTensor> variables = new LinkedHashMap<>();
    final Map<String, Value> updates = new LinkedHashMap<>();
    final Map<String, Value> terms = new LinkedHashMap<>();
    final List<Value> weights = new ArrayList<>();
    final Value y;

    ChainEmission(Layer... layers) {
      Value last = x;
      for (int i = 0; i < layers.length; i++) {
        last = layers[i].apply(new Scope(this, "layer_" + (i + 1)), last);
      }
      y = last;
    }

    Map<String, ReferenceTensor> arguments(long seed, ReferenceTensor input) {
      Map<String, ReferenceTensor> arguments = new LinkedHashMap<>(variables);
      arguments.put("x", input);
      arguments.put("key", ReferenceTensor.of(Threefry.key(seed)));
      return arguments;
    }
  }

  private final class Scope implements LayerScope {

    private final ChainEmission emission;
    private final String path;

    Scope(ChainEmission emission, String path) {
      this.emission = emission;
      this.path = path;
    }

    @Override
    public Ops ops() {
      return emission.ops;
    }

    @Override
    public Mode mode() {
      return mode;
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public Shape sample() {
      return sample;
    }

    @Override
    public Value variable(String name, Role role, Initializer initializer, int... sizes) {
      String full = path + "/" + name;
      Value value = emission.ops.resident(full, TensorType.f32(Shape.of(sizes)));
      emission.residents.put(full, value);
      if (role == Role.WEIGHT) {
        emission.weights.add(value);
      }
      emission.variables.put(
          full, given.containsKey(full) ? given.get(full) : initial(full, initializer, sizes));
      return value;
    }

    private static ReferenceTensor initial(String full, Initializer initializer, int... sizes) {
      float[] floats = initializer.values(sizes, KeyedRandom.of(0, full));
      double[] elements = new double[floats.length];
      for (int i = 0; i < floats.length; i++) {
        elements[i] = floats[i];
      }
      return ReferenceTensor.of(Shape.of(sizes), elements);
    }

    @Override
    public Value borrow(String variable) {
      Value value = emission.residents.get(variable);
      if (value == null) {
        throw new ConfigurationException(path, "one of " + emission.residents.keySet(), variable);
      }
      return value;
    }

    @Override
    public Value again(String layer, List<Value> inputs) {
      throw new ConfigurationException(path, "a layer that stands alone", layer);
    }

    @Override
    public void update(Value state, Value next) {
      emission.updates.put(Function.parameter(state).name(), next);
    }

    @Override
    public Key key(String stream) {
      return new Key(emission.ops, emission.key, Threefry.fold(0, path + ":" + stream));
    }

    @Override
    public void term(String name, Value scalar) {
      emission.terms.put(path + "/" + name, scalar);
    }

    @Override
    public Value coefficient(String name, double value) {
      return emission.ops.constant(value);
    }

    @Override
    public Shape output() {
      return output;
    }

    @Override
    public Value child(String name, Layer layer, Value in) {
      return layer.apply(new Scope(emission, path + "/" + name), in);
    }
  }
}
