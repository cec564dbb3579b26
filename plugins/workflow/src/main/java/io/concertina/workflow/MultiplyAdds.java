package io.concertina.workflow;

import io.concertina.ir.Contraction;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the multiply-adds of matrix products and convolutions that a sample needs, without those
 * that meet a zero weight.
 */
final class MultiplyAdds {

  private MultiplyAdds() {}

  /** Of one reconstruction. */
  static long of(Model model) {
    return total(byLayer(model));
  }

  /** Of all layers. */
  static long total(Map<String, Long> byLayer) {
    return byLayer.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Of one reconstruction, by the path of the layer; layers without any are left out. */
  static Map<String, Long> byLayer(Model model) {
    Function function = model.functions().reconstruct();
    Function single =
        Rewrites.inlineComposites(
            Rewrites.specialize(function, Map.of(ModelFunctions.BATCH, 1)), _ -> false);
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Node node : Rewrites.unroll(single, _ -> true).nodes()) {
      long count =
          switch (node.op()) {
            case Contraction.MatMul _ -> product(node, model);
            case Windowed.Conv _ -> convolution(node, node.result(), model);
            case Windowed.ConvInputGradient _ -> convolution(node, node.operand(0), model);
            case Op _ -> 0;
          };
      if (count > 0) {
        counts.merge(node.scope(), count, Long::sum);
      }
    }
    return counts;
  }

  /** Every element on the side of the filters meets a filter, in the padding too. */
  private static long convolution(Node node, Value side, Model model) {
    Shape kernel = node.operand(1).shape();
    return nonzero(node, (long) side.shape().size() * kernel.size() / kernel.last().size(), model);
  }

  /** Every element of a weight meets each row or column of the other operand once. */
  private static long product(Node node, Model model) {
    Shape result = node.result().shape();
    Shape left = node.operand(0).shape();
    long all =
        (long) result.size()
            * left.size()
            / left.slice(0, left.rank() - 2).size()
            / result.dim(result.rank() - 2).size();
    return nonzero(node, all, model);
  }

  /** The part of all multiply-adds that meets a weight other than zero. */
  private static long nonzero(Node node, long all, Model model) {
    for (Value operand : node.operands()) {
      if (operand.node().op() instanceof Source.Parameter parameter) {
        Tensor weight = model.weights().get(parameter.name());
        if (weight != null) {
          return all / weight.size() * Sparsity.nonzero(weight);
        }
      }
    }
    return all;
  }
}
