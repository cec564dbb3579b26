package io.concertina.train;

import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A stabilised forward function on a graph of its own, where its outputs are differentiated.
 *
 * @param ops of that graph
 * @param outputs the function's outputs by name
 * @param weights what is differentiated by, by name
 */
record ForwardGraph(Ops ops, Map<String, Value> outputs, Map<String, Value> weights) {

  /**
   * Inlines a function on a new graph.
   *
   * @param weights names of residents of the function, in the order of the gradients
   */
  static ForwardGraph of(Function forward, List<String> weights) {
    Ops ops = new Ops();
    List<Value> arguments = new ArrayList<>();
    Map<String, Value> residents = new HashMap<>();
    for (Value parameter : forward.parameters()) {
      Value argument = ops.parameterLike(parameter);
      arguments.add(argument);
      residents.put(Function.parameter(parameter).name(), argument);
    }
    Map<String, Value> chosen = new LinkedHashMap<>();
    for (String name : weights) {
      chosen.put(name, Objects.requireNonNull(residents.get(name), name));
    }
    return new ForwardGraph(ops, ops.inline(forward, arguments), chosen);
  }

  /** The gradient of an output of one element by each weight, by the weight's name. */
  Map<String, Value> gradients(String output) {
    Value loss = Objects.requireNonNull(outputs.get(output), output);
    List<Value> values = Gradients.of(ops, loss, List.copyOf(weights.values()));
    Map<String, Value> gradients = new LinkedHashMap<>();
    for (String name : weights.keySet()) {
      gradients.put(name, values.get(gradients.size()));
    }
    return gradients;
  }
}
