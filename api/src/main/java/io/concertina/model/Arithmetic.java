package io.concertina.model;

import io.concertina.ir.Bodies;
import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.Control;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import io.concertina.ir.rewrite.Rewrites;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a model's layers cost and see.
 *
 * @param multiplyAdds multiplications of products and convolutions that reconstruct one sample, by
 *     layer; zeros of padding count, since kernels skip them or not
 * @param receptiveFields how many positions of the sample one position of a layer's output depends
 *     on, per spatial axis, by layer of the encoder, as far as layers slide windows: r' = r + (k -
 *     1) d j with the window's size k, its dilation d and the product j of the strides before
 */
public record Arithmetic(
    Map<String, Long> multiplyAdds, Map<String, List<Integer>> receptiveFields) {

  public Arithmetic {
    multiplyAdds = Collections.unmodifiableMap(new LinkedHashMap<>(multiplyAdds));
    receptiveFields = Collections.unmodifiableMap(new LinkedHashMap<>(receptiveFields));
  }

  /** Of a model. */
  public static Arithmetic of(Model model) {
    Map<String, Integer> one = Map.of(ModelFunctions.BATCH, 1);
    Function whole = Rewrites.specialize(model.functions().reconstruct(), one);
    Map<String, Long> costs = new LinkedHashMap<>();
    new Count(whole).nodes(whole, (node, cost) -> costs.merge(node.scope(), cost, Long::sum));
    costs.values().removeIf(cost -> cost == 0);
    return new Arithmetic(costs, fields(Rewrites.specialize(model.functions().encode(), one)));
  }

  /** Multiplications that reconstruct one sample. */
  public long total() {
    return multiplyAdds.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, List<Integer>> fields(Function encode) {
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

  /** Receives a node and what it costs. */
  @FunctionalInterface
  private interface Sink {
    void accept(Node node, long cost);
  }

  /** Counts a function whose bodies were counted before it. */
  private static final class Count {

    private final Map<Function, Long> bodies = new HashMap<>();

    Count(Function function) {
      for (Function body : Bodies.innermostFirst(function)) {
        long[] total = {0};
        nodes(body, (_, cost) -> total[0] += cost);
        bodies.put(body, total[0]);
      }
    }

    void nodes(Function function, Sink sink) {
      for (Node node : function.nodes()) {
        sink.accept(node, cost(node));
      }
    }

    private long cost(Node node) {
      long size = node.result().shape().size();
      return switch (node.op()) {
        case Source _, Elementwise _, Reduction _, Layout _ -> 0;
        case Contraction.MatMul matMul ->
            size * node.operand(0).shape().dim(matMul.transposeLeft() ? -2 : -1).size();
        case Windowed.Conv _ -> size * perOutput(node.operand(1).shape());
        case Windowed.ConvInputGradient _ ->
            node.operand(0).shape().size() * perOutput(node.operand(1).shape());
        case Windowed.ConvKernelGradient _ ->
            node.operand(1).shape().size() * perOutput(node.result().shape());
        case Windowed.MaxPool _,
            Windowed.MaxPoolGradient _,
            Windowed.MaxPoolPick _,
            Windowed.AvgPool _,
            Windowed.AvgPoolGradient _ ->
            0;
        case Control.Scan scan -> scan.steps().size() * inBody(scan.body());
        case Composite composite -> inBody(composite.body());
      };
    }

    private long inBody(Function body) {
      return bodies.getOrDefault(body, 0L);
    }

    /** Elements of a kernel [window..., channels per group, filters] that one output multiplies. */
    private static long perOutput(Shape kernel) {
      return kernel.slice(0, kernel.rank() - 1).size();
    }
  }
}
