package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.layer.KeyedRandom;
import io.concertina.layer.Variable;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model's layers declare: found out by emitting them once, and held by the model from then
 * on.
 */
public final class Blueprint {

  private final ModelSpec spec;
  private final Scalings scalings;
  private final List<Variable> variables;
  private final Map<String, Shape> ports;
  private final Shape code;
  private final Set<String> terms;
  private final Set<String> coefficients;
  private final Set<String> inputs;
  private final Set<String> shared;

  private Blueprint(ModelSpec spec, Scalings scalings, EmittedModel emitted) {
    this.spec = spec;
    this.scalings = scalings;
    Map<String, Value> heads = emitted.heads();
    this.variables = List.copyOf(emitted.variables());
    Map<String, Shape> shapes = new LinkedHashMap<>();
    emitted.layers().forEach((path, value) -> shapes.put(path, sample(value)));
    this.ports = Collections.unmodifiableMap(shapes);
    this.code = sample(emitted.code());
    this.terms = Collections.unmodifiableSet(new LinkedHashSet<>(emitted.terms().keySet()));
    this.coefficients = Set.copyOf(emitted.coefficients());
    this.shared = Set.copyOf(emitted.shared());
    Set<Value> results = new LinkedHashSet<>(heads.values());
    results.add(emitted.decoded());
    this.inputs = inputs(emitted, results);
  }

  private static Set<String> inputs(EmittedModel emitted, Set<Value> results) {
    Set<Node> needed = EmittedModel.needed(results);
    Set<String> names = new LinkedHashSet<>();
    for (Value parameter : emitted.ops().parameters()) {
      Source.Parameter declared = Function.parameter(parameter);
      if (declared.kind() == Source.Kind.INPUT && needed.contains(parameter.node())) {
        names.add(declared.name());
      }
    }
    return Collections.unmodifiableSet(names);
  }

  private static Shape sample(Value value) {
    return value.shape().slice(1, value.shape().rank());
  }

  /**
   * Emits a model's layers for what they declare.
   *
   * @throws io.concertina.ConcertinaException if they do not fit together
   */
  public static Blueprint of(ModelSpec spec, Scalings scalings) {
    if (!scalings.x().sample().equals(spec.sample())) {
      throw new ShapeException(
          "preprocessing", "rows " + spec.sample() + " like the model", scalings.x().sample());
    }
    if (!scalings.reconstructed().sample().equals(spec.reconstructed())) {
      throw new ShapeException(
          "preprocessing of the target",
          "rows " + spec.reconstructed() + " like the model's target",
          scalings.reconstructed().sample());
    }
    EmittedModel emitted = new EmittedModel(spec, scalings, EmissionOptions.inference()).whole();
    return new Blueprint(spec, scalings, emitted);
  }

  /** The layers. */
  public ModelSpec spec() {
    return spec;
  }

  /** How raw numbers become what the layers see. */
  public Scalings scalings() {
    return scalings;
  }

  /** The variables in the order of the layers. */
  public List<Variable> variables() {
    return variables;
  }

  /** Shape of the output of every layer by its path, without the batch axis. */
  public Map<String, Shape> ports() {
    return ports;
  }

  /** Shape of one code, without the batch axis. */
  public Shape code() {
    return code;
  }

  /** Full names of the terms that layers add to the objective. */
  public Set<String> terms() {
    return terms;
  }

  /** Full names of the coefficients that layers ask for. */
  public Set<String> coefficients() {
    return coefficients;
  }

  /** Paths of the layers whose variables others use again. */
  public Set<String> shared() {
    return shared;
  }

  /** Names of the inputs from which the model computes its outputs: streams, and perhaps a key. */
  public Set<String> inputs() {
    return inputs;
  }

  /**
   * Initial values of the variables. Each depends on the seed and the variable's name only.
   *
   * @param seed any number
   */
  public Map<String, Tensor> initialize(long seed) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (Variable variable : variables) {
      KeyedRandom random = KeyedRandom.of(seed, "initial:" + variable.name());
      float @Nullable [] elements = variable.initializer().values(variable.shape().sizes(), random);
      if (elements == null || elements.length != variable.shape().size()) {
        throw new ConfigurationException(
            variable.name() + " (" + variable.initializer().getClass().getName() + ")",
            variable.shape().size() + " initial values for " + variable.shape(),
            elements == null ? "none" : elements.length);
      }
      values.put(variable.name(), Tensor.view(variable.shape(), elements));
    }
    return values;
  }

  /**
   * Checks that tensors are values for the variables.
   *
   * @throws ShapeException if one is missing, too many or of the wrong type
   */
  void check(Map<String, Tensor> weights) {
    Set<String> unknown = new HashSet<>(weights.keySet());
    for (Variable variable : variables) {
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

  /**
   * Checks that layers declare the same variables when they are emitted for training.
   *
   * @throws ConfigurationException if one is new or missing
   */
  public void check(EmittedModel training) {
    List<String> known = variables.stream().map(Variable::name).toList();
    List<String> found = training.variables().stream().map(Variable::name).toList();
    if (!known.equals(found)) {
      Set<String> odd = new LinkedHashSet<>(found);
      known.forEach(odd::remove);
      Set<String> missing = new LinkedHashSet<>(known);
      found.forEach(missing::remove);
      odd.addAll(missing);
      throw new ConfigurationException(
          String.join(", ", odd),
          "variables that a layer declares in every mode",
          "one that it declares in training only, or never there");
    }
  }
}
