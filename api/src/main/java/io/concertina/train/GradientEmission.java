package io.concertina.train;

import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.ir.rewrite.Rewrites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Emits the gradients of a stabilised forward function on a graph of their own. */
final class GradientEmission {

  private GradientEmission() {}

  /**
   * Parameters of a forward function → gradient of its loss by weight.
   *
   * @param forward has the output {@link TrainingFunctions#LOSS}
   * @param weights names of residents of the function
   */
  static Function of(Function forward, List<String> weights) {
    Ops ops = new Ops();
    List<Value> arguments = new ArrayList<>();
    Map<String, Value> residents = new HashMap<>();
    for (Value parameter : forward.parameters()) {
      Value argument = ops.parameterLike(parameter);
      arguments.add(argument);
      residents.put(Function.parameter(parameter).name(), argument);
    }
    Value loss = get(ops.inline(forward, arguments), TrainingFunctions.LOSS);
    List<Value> values = weights.stream().map(name -> get(residents, name)).toList();
    List<Value> gradients = Gradients.of(ops, loss, values);
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (int i = 0; i < weights.size(); i++) {
      outputs.put(weights.get(i), gradients.get(i));
    }
    return Rewrites.loops(ops.function("gradients", outputs));
  }

  private static Value get(Map<String, Value> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }
}
