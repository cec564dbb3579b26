package io.concertina.testkit;

import io.concertina.ConfigurationException;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Threefry;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.layer.Initializer;
import io.concertina.layer.Key;
import io.concertina.layer.KeyedRandom;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.testkit.cases.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A layer emitted on a graph of its own, and arguments for the functions it makes. */
final class LayerEmission {

  static final String X = "x";
  static final String Y = "y";
  static final String KEY = "key";
  static final String COTANGENT = "cotangent";
  static final String LOSS = "loss";

  static final Dim BATCH = Dim.named("batch");

  private static final String PATH = "testkit/layer";
  private static final double DISTURBANCE = 0.2;

  private final Ops ops = new Ops();
  private final LayerSubject subject;
  private final Mode mode;
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Map<String, Value> updates = new LinkedHashMap<>();
  private final List<Value> penalties = new ArrayList<>();
  private final List<Value> key = new ArrayList<>();
  private final Value x;
  private final Value y;

  LayerEmission(LayerSubject subject, Mode mode) {
    this.subject = subject;
    this.mode = mode;
    this.x = ops.input(X, TensorType.f32(subject.sample().prepend(BATCH)));
    Value last = x;
    for (Map.Entry<String, Layer> before : subject.before().entrySet()) {
      last = emit(before.getKey(), before.getValue(), last);
    }
    this.y = emit(PATH, subject.layer(), last);
  }

  private Value emit(String path, Layer layer, Value input) {
    return ops.within(path, () -> layer.apply(new Scope(path), input));
  }

  /** A tensor that a layer has declared. */
  record Variable(String name, Role role, Shape shape, Initializer initializer, Value value) {

    /** What stays the same from emission to emission. */
    String signature() {
      return name + ": " + role + " " + shape;
    }
  }

  List<Variable> variables() {
    return List.copyOf(variables.values());
  }

  Mode mode() {
    return mode;
  }

  Value y() {
    return y;
  }

  /** A shape with the batch's size in place of its name. */
  static Shape bound(Shape shape, int batch) {
    return shape.bind(Map.of(BATCH.toString(), batch));
  }

  /** True if the layer has asked for randomness. */
  boolean isRandom() {
    return !key.isEmpty();
  }

  /** The layer's map: output, penalties and new state. */
  Function forward() {
    return ops.function("forward", outputs(), updates);
  }

  private Map<String, Value> outputs() {
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(Y, y);
    for (int i = 0; i < penalties.size(); i++) {
      outputs.put("penalty_" + i, penalties.get(i));
    }
    return outputs;
  }

  /**
   * The scalar Σ y · c + Σ penalties for a given c and its gradients by x and by each weight. The
   * output {@code d NAME} is the gradient by the parameter NAME.
   */
  Function gradients() {
    Value cotangent = ops.input(COTANGENT, y.type());
    Value loss = ops.sumAll(ops.mul(y, cotangent));
    for (Value penalty : penalties) {
      loss = ops.add(loss, penalty);
    }
    Map<String, Value> wanted = new LinkedHashMap<>();
    wanted.put(X, x);
    for (Variable variable : variables.values()) {
      if (variable.role() == Role.WEIGHT) {
        wanted.put(variable.name(), variable.value());
      }
    }
    List<Value> gradients = Gradients.of(ops, loss, List.copyOf(wanted.values()));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(LOSS, loss);
    int i = 0;
    for (String name : wanted.keySet()) {
      outputs.put(gradient(name), gradients.get(i++));
    }
    return ops.function("gradients", outputs);
  }

  /** Name of the output that holds the gradient by a parameter. */
  static String gradient(String parameter) {
    return "d " + parameter;
  }

  /**
   * A value for every parameter of either function. Variables are close to their initial values,
   * but not at them, since zeros would hide what they are multiplied with; state only grows, since
   * it may have to be positive.
   *
   * @param batch number of samples
   * @param seed tells arguments apart
   */
  Map<String, Tensor> arguments(int batch, long seed) {
    Samples samples = new Samples(seed);
    Map<String, Tensor> arguments = new LinkedHashMap<>();
    arguments.put(X, samples.floats(bound(x.shape(), batch), subject.low(), subject.high()));
    for (Variable variable : variables.values()) {
      double low = variable.role() == Role.STATE ? 0 : -DISTURBANCE;
      Tensor noise = samples.floats(variable.shape(), low, DISTURBANCE);
      arguments.put(variable.name(), sum(initial(variable, seed), noise));
    }
    if (isRandom()) {
      arguments.put(KEY, Threefry.key(Threefry.fold(seed, KEY)));
    }
    return arguments;
  }

  /** The same with a c for {@link #gradients}. */
  Map<String, Tensor> gradientArguments(int batch, long seed) {
    Map<String, Tensor> arguments = new LinkedHashMap<>(arguments(batch, seed));
    arguments.put(COTANGENT, new Samples(seed + 1).floats(bound(y.shape(), batch), -1, 1));
    return arguments;
  }

  /** Arguments with one sample of a batch in place of the batch. */
  Map<String, Tensor> row(Map<String, Tensor> arguments, int row) {
    Map<String, Tensor> changed = new LinkedHashMap<>(arguments);
    float[] sample = new float[subject.sample().size()];
    changed.computeIfPresent(
        X,
        (_, batch) -> {
          batch.copyTo(row * sample.length, sample, 0, sample.length);
          return Tensor.of(bound(x.shape(), 1), sample);
        });
    return changed;
  }

  /** A variable's value before training. */
  static Tensor initial(Variable variable, long seed) {
    KeyedRandom random = KeyedRandom.of(seed, variable.name());
    return Tensor.of(
        variable.shape(), variable.initializer().values(variable.shape().sizes(), random));
  }

  private static Tensor sum(Tensor a, Tensor b) {
    float[] sum = new float[a.size()];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a.floatAt(i) + b.floatAt(i);
    }
    return Tensor.of(a.shape(), sum);
  }

  private final class Scope implements LayerScope {

    private final String path;

    Scope(String path) {
      this.path = path;
    }

    @Override
    public Ops ops() {
      return ops;
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
      return subject.sample();
    }

    @Override
    public Value variable(String name, Role role, Initializer initializer, int... sizes) {
      String full = path + "/" + name;
      Shape shape = Shape.of(sizes);
      if (variables.containsKey(full)) {
        throw new ConfigurationException(path, "variables of different names", "two named " + name);
      }
      Value value = ops.resident(full, TensorType.f32(shape));
      variables.put(full, new Variable(full, role, shape, initializer, value));
      return value;
    }

    @Override
    public Value borrow(String full) {
      Variable variable = variables.get(full);
      if (variable == null) {
        throw new ConfigurationException(path, "a variable of " + variables.keySet(), full);
      }
      return variable.value();
    }

    @Override
    public void update(Value state, Value next) {
      for (Variable variable : variables.values()) {
        if (variable.value() == state && variable.role() == Role.STATE) {
          if (mode == Mode.TRAIN) {
            updates.put(variable.name(), next);
          }
          return;
        }
      }
      throw new ConfigurationException(path, "a state variable to update", state);
    }

    @Override
    public Key key(String stream) {
      if (key.isEmpty()) {
        key.add(ops.input(KEY, new TensorType(DType.I32, Shape.of(2))));
      }
      return new Key(ops, key.getFirst(), Threefry.fold(0, path + ":" + stream));
    }

    @Override
    public void term(String name, Value scalar) {
      penalties.add(scalar);
    }

    @Override
    public Value coefficient(String name, double value) {
      return ops.constant(value);
    }

    @Override
    public Shape output() {
      return subject.sample();
    }

    @Override
    public Value child(String name, Layer layer, Value input) {
      return emit(path + "/" + name, layer, input);
    }
  }
}
