package io.concertina.train;

import io.concertina.ir.Function;
import io.concertina.ir.rewrite.Rewrites;
import java.util.List;

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
    ForwardGraph graph = ForwardGraph.of(forward, weights);
    return Rewrites.loops(
        graph.ops().function("gradients", graph.gradients(TrainingFunctions.LOSS)));
  }
}
