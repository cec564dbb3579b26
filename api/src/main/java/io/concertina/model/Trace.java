package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.config.Names;
import io.concertina.ir.DType;
import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Threefry;
import io.concertina.ir.Value;
import io.concertina.layer.Initializer;
import io.concertina.layer.InputCount;
import io.concertina.layer.Key;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MergeLayer;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.layer.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One emission of a model's layers, with everything they declared on the way. */
final class Trace {

  private final Ops ops;
  private final EmissionOptions options;
  private final Surroundings surroundings;
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Value> updates = new LinkedHashMap<>();
  private final Map<String, Value> terms = new LinkedHashMap<>();
  private final Map<String, Value> coefficients = new LinkedHashMap<>();
  private final Map<String, Value> outputs = new LinkedHashMap<>();
  private final List<Value> key = new ArrayList<>();
  private final Map<String, Value> given = new LinkedHashMap<>();
  private final Map<String, Layer> placed = new LinkedHashMap<>();
  private final Set<String> shared = new LinkedHashSet<>();
  private Optional<Value> code = Optional.empty();

  /**
   * What layers see of the model around them.
   *
   * @param sample shape of a sample as the first layer sees it
   * @param output shape that the decoder must give
   * @param lengths how many steps of each row are real, declared when first asked for
   * @param stream what is handed over along a live stream; empty for whole samples
   */
  record Surroundings(
      Shape sample,
      Shape output,
      Supplier<Optional<Value>> lengths,
      Optional<StreamStates> stream) {}

  /** An emission that has not begun. */
  Trace(Ops ops, EmissionOptions options, Surroundings surroundings) {
    this.ops = ops;
    this.options = options;
    this.surroundings = surroundings;
  }

  Shape output() {
    return surroundings.output();
  }

  /** The layers that follow open a code. */
  void opens(Value opened) {
    code = Optional.of(opened);
    gives(ModelFunctions.CODE, opened);
  }

  /** Layers may read a value by this name. */
  void gives(String name, Value value) {
    given.put(name, value);
  }

  /**
   * Emits layers.
   *
   * @param input the result if there are none
   * @return output of the last
   */
  Value layers(List<PlacedLayer> layers, Value input) {
    Value result = input;
    for (PlacedLayer each : layers) {
      List<Value> inputs = each.from().stream().map(this::source).toList();
      result = layer(new Use(each.path(), each.path()), each.layer(), inputs);
    }
    return result;
  }

  private Value source(String name) {
    Value output = outputs.get(name);
    return output == null ? Objects.requireNonNull(given.get(name), name) : output;
  }

  /**
   * One emission of a layer.
   *
   * @param path its own
   * @param owner path of the layer whose variables it uses; its own unless that layer is shared
   */
  private record Use(String path, String owner) {

    boolean again() {
      return !path.equals(owner);
    }

    Use child(String name) {
      return new Use(path + "/" + name, owner + "/" + name);
    }
  }

  private Value layer(Use use, Layer layer, List<Value> inputs) {
    String path = use.path;
    InputCount.of(layer).require(path, inputs.size());
    surroundings.stream()
        .ifPresent(_ -> inputs.forEach(x -> StreamStates.requireFollows(path, layer, x)));
    Scope scope = new Scope(use, layer, inputs);
    Value y = ops.within(path, () -> emit(layer, scope, inputs));
    if (y == null || !ops.owns(y)) {
      throw new ConfigurationException(
          path + " (" + layer.getClass().getName() + ")",
          "a value that the layer emitted",
          y == null ? "nothing" : y);
    }
    outputs.put(path, y);
    if (!use.again()) {
      placed.put(path, layer);
    }
    return y;
  }

  private static Value emit(Layer layer, LayerScope scope, List<Value> inputs) {
    return layer instanceof MergeLayer merge
        ? merge.apply(scope, inputs)
        : layer.apply(scope, inputs.getFirst());
  }

  /** Paths of the layers that are used again. */
  Set<String> shared() {
    return shared;
  }

  /** What the layers declared, in order. */
  List<Variable> variables() {
    return List.copyOf(variables.values());
  }

  /** A variable as layers see it: the parameter, behind its mask if it has one. */
  Value value(String variable) {
    return Objects.requireNonNull(values.get(variable), variable);
  }

  /** New values of state variables by name. */
  Map<String, Value> updates() {
    return updates;
  }

  /** What the layers add to the objective, by full name. */
  Map<String, Value> terms() {
    return terms;
  }

  /** Names of the coefficients that layers asked for. */
  Set<String> coefficients() {
    return coefficients.keySet();
  }

  /** The input of a coefficient that a schedule drives, declared when first asked for. */
  Value coefficient(String full) {
    return coefficients.computeIfAbsent(
        full, name -> ops.input(Coefficients.input(name), TensorType.f32(Shape.scalar())));
  }

  /** Output of every layer by its path, in order. */
  Map<String, Value> outputs() {
    return outputs;
  }

  /** The key parameter, declared when first asked for. */
  Value key() {
    if (key.isEmpty()) {
      key.add(ops.input(ModelFunctions.KEY, new TensorType(DType.I32, Shape.of(2))));
    }
    return key.getFirst();
  }

  private final class Scope implements LayerScope {

    private final Use use;
    private final String path;
    private final Layer layer;
    private final List<Value> read;

    Scope(Use use, Layer layer, List<Value> read) {
      this.use = use;
      this.path = use.path;
      this.layer = layer;
      this.read = read;
    }

    /** A place in the layer and its class, for messages. */
    private String where(String place) {
      return place + " (" + layer.getClass().getName() + ")";
    }

    /** Says who gave a value that is none of this emission. */
    private Value emitted(String place, @Nullable Value value) {
      if (value == null || !ops.owns(value)) {
        throw new ConfigurationException(
            where(place), "a value that the layer emitted", value == null ? "nothing" : value);
      }
      return value;
    }

    @Override
    public Ops ops() {
      return ops;
    }

    @Override
    public Mode mode() {
      return options.mode();
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public Shape sample() {
      return surroundings.sample();
    }

    @Override
    public Shape output() {
      return surroundings.output();
    }

    @Override
    public Optional<Value> lengths() {
      return surroundings.lengths().get();
    }

    @Override
    public Optional<Value> code() {
      return code;
    }

    @Override
    public Value resume(String name, Value initial) {
      emitted(path, initial);
      return surroundings.stream()
          .map(states -> states.resume(path + "/" + name, initial))
          .orElse(initial);
    }

    @Override
    public void handOver(String name, Value last) {
      emitted(path, last);
      surroundings.stream().ifPresent(states -> states.handOver(path + "/" + name, last));
    }

    @Override
    public Value variable(String name, Role role, Initializer initializer, int... sizes) {
      String full = use.owner + "/" + name;
      if (use.again()) {
        return declared(full, role, Shape.of(sizes));
      }
      Variable variable = new Variable(full, role, Shape.of(sizes), initializer);
      if (variables.putIfAbsent(full, variable) != null) {
        throw new ConfigurationException(path, "variables of different names", "two named " + name);
      }
      Value parameter = ops.resident(full, TensorType.f32(variable.shape()));
      Value value = options.masked().contains(full) ? behindMask(full, parameter) : parameter;
      values.put(full, value);
      return value;
    }

    /** A variable of the layer that is used again. */
    private Value declared(String full, Role role, Shape shape) {
      Variable variable = variables.get(full);
      if (variable == null) {
        throw new ConfigurationException(where(path), "a variable of " + use.owner, full);
      }
      if (role == Role.STATE) {
        throw new ConfigurationException(
            where(path), "a layer without state to share", "one with " + full);
      }
      if (!variable.shape().equals(shape)) {
        throw new ShapeException(
            where(path),
            "an input like that of " + use.owner + ", for " + full + " " + variable.shape(),
            "one for " + shape);
      }
      return value(full);
    }

    private Value behindMask(String full, Value weight) {
      Value mask = ops.resident(Masks.resident(full), new TensorType(DType.BOOL, weight.shape()));
      return ops.mul(weight, ops.cast(mask, DType.F32));
    }

    @Override
    public Value borrow(String full) {
      boolean own = full.startsWith(path + "/");
      Value value = values.get(own ? use.owner + full.substring(path.length()) : full);
      if (value == null) {
        throw new ConfigurationException(
            path, "a variable declared by an earlier layer, one of " + values.keySet(), full);
      }
      return value;
    }

    @Override
    public void update(Value state, Value next) {
      emitted(path, next);
      for (Variable variable : variables.values()) {
        if (values.get(variable.name()) == state && variable.role() == Role.STATE) {
          if (!next.type().equals(state.type())) {
            throw new ShapeException(
                where(variable.name()), "a next value " + state.type(), next.type());
          }
          if (options.mode() == Mode.TRAIN) {
            updates.put(variable.name(), next);
          }
          return;
        }
      }
      throw new ConfigurationException(where(path), "a state variable to update", state);
    }

    @Override
    public Key key(String stream) {
      return new Key(ops, Trace.this.key(), Threefry.fold(0, path + ":" + stream));
    }

    @Override
    public void term(String name, Value scalar) {
      String full = path + "/" + name;
      if (use.again() && isOfWeightsAlone(emitted(full, scalar))) {
        return;
      }
      if (!emitted(full, scalar).type().equals(TensorType.f32(Shape.scalar()))) {
        throw new ShapeException(where(full), "a term f32[]", scalar.type());
      }
      if (terms.putIfAbsent(full, scalar) != null) {
        throw new ConfigurationException(
            where(path), "terms of different names", "two named " + name);
      }
    }

    private boolean isOfWeightsAlone(Value scalar) {
      Set<Node> needed = EmittedModel.needed(List.of(scalar));
      return read.stream().map(Value::node).noneMatch(needed::contains);
    }

    @Override
    public Value coefficient(String name, double value) {
      String full = use.owner + "/" + name;
      if (options.coefficients().driven().contains(full)) {
        return Trace.this.coefficient(full);
      }
      double fixed = options.coefficients().fixed().getOrDefault(full, value);
      return coefficients.computeIfAbsent(full, _ -> ops.constant(fixed));
    }

    @Override
    public Value child(String name, Layer layer, Value x) {
      return layer(use.child(name), layer, List.of(x));
    }

    @Override
    public Value again(String name, List<Value> inputs) {
      String beside = use.owner.substring(0, use.owner.lastIndexOf('/') + 1) + name;
      String twin = placed.containsKey(beside) ? beside : name;
      Layer other = placed.get(twin);
      if (other == null) {
        throw new ConfigurationException(
            path
                + ": unknown layer "
                + name
                + " before it; "
                + Names.advice(name, placed.keySet()));
      }
      shared.add(twin);
      return layer(new Use(path, twin), other, inputs);
    }
  }
}
