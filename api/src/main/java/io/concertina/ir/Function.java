package io.concertina.ir;

import io.concertina.ShapeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A computation: named parameters, named outputs and, for residents, their values after the run.
 *
 * <p>All reads of a resident see its value from before the run. A function is immutable and holds
 * just the nodes that its outputs and updates need; {@link #toString} gives the text form.
 */
public final class Function {

  private final String name;
  private final List<Value> parameters;
  private final Map<String, Value> outputs;
  private final Map<String, Value> updates;
  private final List<Node> nodes;

  /**
   * A function over values of one graph.
   *
   * @param name for people
   * @param parameters every parameter, used or not, in the order of the signature
   * @param outputs what a run returns, in order
   * @param updates new value by resident name
   * @throws ShapeException if the verifier finds the function malformed
   */
  public Function(
      String name, List<Value> parameters, Map<String, Value> outputs, Map<String, Value> updates) {
    this.name = name;
    this.parameters = List.copyOf(parameters);
    this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    this.updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
    this.nodes = reachable(this.parameters, results());
    Verifier.verify(this);
  }

  /** Name for people. */
  public String name() {
    return name;
  }

  /** The parameters in the order of the signature. */
  public List<Value> parameters() {
    return parameters;
  }

  /** The parameters of one kind. */
  public List<Value> parameters(Source.Kind kind) {
    return parameters.stream().filter(value -> parameter(value).kind() == kind).toList();
  }

  /** What a run returns, by name, in order. */
  public Map<String, Value> outputs() {
    return outputs;
  }

  /** New values of residents, by resident name. */
  public Map<String, Value> updates() {
    return updates;
  }

  /** Outputs, then updates. */
  public List<Value> results() {
    return Stream.concat(outputs.values().stream(), updates.values().stream()).toList();
  }

  /** The nodes that the results need and the parameters, operands before users. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The operation of a parameter value. */
  public static Source.Parameter parameter(Value value) {
    if (value.op() instanceof Source.Parameter parameter) {
      return parameter;
    }
    throw new ShapeException("parameter", "a parameter of a function", value);
  }

  /**
   * The number behind each dimension name, read off actual input shapes.
   *
   * @param shapes actual shape by input name; every input occurs
   * @throws ShapeException if a shape does not fit its parameter or a name has two sizes
   */
  public Map<String, Integer> bind(Map<String, Shape> shapes) {
    Map<String, Integer> sizes = new TreeMap<>();
    List<Value> inputs = parameters(Source.Kind.INPUT);
    inputs.forEach(input -> collect(input.shape(), actual(input, shapes), sizes));
    for (Value input : inputs) {
      Shape actual = actual(input, shapes);
      if (!input.shape().bind(sizes).equals(actual)) {
        String bound = sizes.isEmpty() ? "" : " with " + sizes;
        throw new ShapeException(
            name + "/" + parameter(input).name(), input.shape() + bound, actual);
      }
    }
    return sizes;
  }

  private Shape actual(Value input, Map<String, Shape> shapes) {
    Shape actual = shapes.get(parameter(input).name());
    if (actual == null) {
      throw new ShapeException(
          name + "/" + parameter(input).name(), input.type().toString(), "no value");
    }
    return actual;
  }

  /** Reads sizes off the axes that are a name alone; whether all fits is checked afterwards. */
  private static void collect(Shape declared, Shape actual, Map<String, Integer> sizes) {
    for (int axis = 0; axis < Math.min(declared.rank(), actual.rank()); axis++) {
      Dim dim = declared.dim(axis);
      if (dim.symbols().size() == 1 && dim.factor() == 1) {
        sizes.putIfAbsent(dim.symbols().getFirst(), actual.dim(axis).size());
      }
    }
  }

  /** The readable text form, one node per line. */
  @Override
  public String toString() {
    return FunctionText.of(this);
  }

  private static List<Node> reachable(List<Value> parameters, List<Value> results) {
    BitSet seen = new BitSet();
    List<Node> found = new ArrayList<>();
    Deque<Node> open = new ArrayDeque<>();
    parameters.forEach(value -> open.push(value.node()));
    results.forEach(value -> open.push(value.node()));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (!seen.get(node.id())) {
        seen.set(node.id());
        found.add(node);
        node.operands().forEach(operand -> open.push(operand.node()));
      }
    }
    found.sort(Comparator.comparingInt(Node::id));
    return List.copyOf(found);
  }
}
