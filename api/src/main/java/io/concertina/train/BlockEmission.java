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
import java.util.Set;

/** Emits the sums of a block's gradients behind a stabilised forward function. */
final class BlockEmission {

  private BlockEmission() {}

  /**
   * Parameters of a forward function → its outputs, and for each group of terms the gradients of
   * the group's sum of losses.
   *
   * @param forward has an output {@link BlockTotals#loss} for each group
   * @param weights names of residents of the function
   */
  static Function of(Function forward, Set<String> groups, List<String> weights) {
    Ops ops = new Ops();
    List<Value> arguments = new ArrayList<>();
    Map<String, Value> residents = new HashMap<>();
    for (Value parameter : forward.parameters()) {
      Value argument = ops.parameterLike(parameter);
      arguments.add(argument);
      residents.put(Function.parameter(parameter).name(), argument);
    }
    Map<String, Value> outputs = new LinkedHashMap<>(ops.inline(forward, arguments));
    List<Value> values =
        weights.stream().map(name -> Objects.requireNonNull(residents.get(name), name)).toList();
    for (String group : groups) {
      Value loss = Objects.requireNonNull(outputs.get(BlockTotals.loss(group)));
      List<Value> gradients = Gradients.of(ops, loss, values);
      for (int i = 0; i < weights.size(); i++) {
        outputs.put(BlockTotals.gradient(group, weights.get(i)), gradients.get(i));
      }
    }
    return Rewrites.loops(ops.function("gradients", outputs));
  }
}
