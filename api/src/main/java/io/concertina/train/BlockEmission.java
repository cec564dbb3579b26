package io.concertina.train;

import io.concertina.ir.Function;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rewrites;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    ForwardGraph graph = ForwardGraph.of(forward, weights);
    Map<String, Value> outputs = new LinkedHashMap<>(graph.outputs());
    for (String group : groups) {
      graph
          .gradients(BlockTotals.loss(group))
          .forEach((name, value) -> outputs.put(BlockTotals.gradient(group, name), value));
    }
    return Rewrites.loops(graph.ops().function("gradients", outputs));
  }
}
