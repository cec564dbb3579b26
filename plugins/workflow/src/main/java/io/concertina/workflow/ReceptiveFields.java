package io.concertina.workflow;

import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.model.Model;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * How many positions of the sample one position of a layer's output depends on, per spatial axis:
 * r' = r + (k - 1) d j with the window's size k, its dilation d and the product j of the strides
 * before. Along a graph each value has its own; where paths meet, the widest counts.
 */
final class ReceptiveFields {

  /** What a value depends on, per spatial axis; empty before the first window. */
  private record Field(List<Integer> seen, List<Integer> jump) {

    static final Field NONE = new Field(List.of(), List.of());

    Field through(Window window) {
      int rank = window.sizes().size();
      Field before = seen.size() == rank ? this : new Field(ones(rank), ones(rank));
      return new Field(
          perAxis(
              rank,
              i ->
                  before.seen.get(i)
                      + (window.sizes().get(i) - 1)
                          * window.dilations().get(i)
                          * before.jump.get(i)),
          perAxis(rank, i -> before.jump.get(i) * window.strides().get(i)));
    }

    /** The wider one per axis; of fields of different ranks the later one. */
    Field join(Field other) {
      int rank = other.seen.size();
      if (rank == 0 || seen.size() != rank) {
        return rank == 0 ? this : other;
      }
      return new Field(
          perAxis(rank, i -> Math.max(seen.get(i), other.seen.get(i))),
          perAxis(rank, i -> Math.max(jump.get(i), other.jump.get(i))));
    }

    private static List<Integer> ones(int rank) {
      return perAxis(rank, _ -> 1);
    }

    private static List<Integer> perAxis(int rank, IntUnaryOperator value) {
      return IntStream.range(0, rank).map(value).boxed().toList();
    }
  }

  private ReceptiveFields() {}

  /** Of the encoder's layers that slide a window, in order, by path. */
  static Map<String, List<Integer>> of(Model model) {
    Function encode = Rewrites.inlineComposites(model.functions().encode(), _ -> false);
    Map<Value, Field> reached = new IdentityHashMap<>();
    Map<String, List<Integer>> fields = new LinkedHashMap<>();
    for (Node node : encode.nodes()) {
      Field field =
          node.operands().stream()
              .map(operand -> reached.getOrDefault(operand, Field.NONE))
              .reduce(Field.NONE, Field::join);
      if (node.op() instanceof Windowed op && isForward(op)) {
        field = field.through(op.window());
        fields.put(node.scope(), field.seen);
      }
      for (Value result : node.results()) {
        reached.put(result, field);
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
