package io.concertina.workflow;

import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.model.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How many positions of the sample one position of a layer's output depends on, per spatial axis:
 * r' = r + (k - 1) d j with the window's size k, its dilation d and the product j of the strides
 * before.
 */
final class ReceptiveFields {

  private ReceptiveFields() {}

  /** Of the encoder's layers that slide a window, in order, by path. */
  static Map<String, List<Integer>> of(Model model) {
    Function encode = Rewrites.inlineComposites(model.functions().encode(), _ -> false);
    Map<String, List<Integer>> fields = new LinkedHashMap<>();
    int[] seen = {};
    int[] jump = {};
    for (Node node : encode.nodes()) {
      if (node.op() instanceof Windowed op && isForward(op)) {
        Window window = op.window();
        int rank = window.sizes().size();
        if (seen.length != rank) {
          seen = IntStream.generate(() -> 1).limit(rank).toArray();
          jump = seen.clone();
        }
        for (int axis = 0; axis < rank; axis++) {
          seen[axis] += (window.sizes().get(axis) - 1) * window.dilations().get(axis) * jump[axis];
          jump[axis] *= window.strides().get(axis);
        }
        fields.put(node.scope(), IntStream.of(seen).boxed().toList());
      }
    }
    return fields;
  }

  private static boolean isForward(Windowed op) {
    return op instanceof Windowed.Conv
        || op instanceof Windowed.MaxPool
        || op instanceof Windowed.AvgPool;
  }
}
