package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Contraction;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import io.concertina.ir.rewrite.Rebuild;
import io.concertina.ir.rewrite.Rewrites;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A function that meets the rows of a batch only in sums over them, as a training step does: its
 * loss and its gradients are such sums. It falls into parts: one that gives the sums of a block of
 * rows, and one that adds up the blocks and gives the results. Random numbers depend on where a row
 * is in its batch, so a third part draws them.
 *
 * @param batch the named size of the rows
 * @param drawn its outputs are random bits for the rows, inputs of {@code rows} by the same names
 * @param rows its outputs are the sums, for any number of rows
 * @param rest its inputs of the same names are the sums of all blocks
 */
public record RowSums(String batch, Function drawn, Function rows, Function rest) {

  /**
   * The parts of a function for a batch that is cut into blocks; empty if it does not meet its rows
   * in sums alone, or if adding them up would be much work compared with computing them.
   *
   * @param function what is run, with its sizes still named
   * @param sizes number by name
   * @param blockRows rows of a block
   */
  public static Optional<RowSums> of(Function function, Map<String, Integer> sizes, int blockRows) {
    Optional<String> batch = RowIndependence.batch(function);
    if (batch.isEmpty() || sizes.size() != 1) {
      return Optional.empty();
    }
    Function plain = Rewrites.inlineComposites(function, FusedComposites::contain);
    Function counted = Rewrites.simplify(new Counted(sizes).rewrite(plain));
    return new Finder(batch.get()).split(counted, sizes, blockRows);
  }

  /** Types of the sums, by name. */
  public Map<String, TensorType> types() {
    Map<String, TensorType> types = new LinkedHashMap<>();
    rows.outputs().forEach((name, sum) -> types.put(name, sum.type()));
    return types;
  }

  /** Sizes of the whole batch as numbers, which a block could not know. */
  private static final class Counted extends Rebuild {

    private final Map<String, Integer> sizes;

    Counted(Map<String, Integer> sizes) {
      this.sizes = sizes;
    }

    @Override
    protected List<Value> replace(Node node, List<Value> operands) {
      return node.op() instanceof Source.DimSize(Dim dim)
          ? ops()
              .emitAll(new Source.Constant(Tensor.scalar((float) dim.bind(sizes).size())), operands)
          : ops().emitAll(node.op(), operands);
    }
  }

  /** Finds the sums. */
  private static final class Finder {

    /**
     * Products that go into an element of a sum on average, from which on adding up blocks is
     * little (benchmark WorkloadBenchmark: W5 has some hundreds and gains; W4 has about 50 and is
     * as fast in either way).
     */
    private static final int PRODUCTS = 64;

    private final String batch;
    private final RowFlow flow;

    /** The sums, and what is computed from them. */
    private final Set<Value> after = new HashSet<>();

    private final Set<Value> sums = new LinkedHashSet<>();
    private final Set<Value> draws = new LinkedHashSet<>();

    Finder(String batch) {
      this.batch = batch;
      this.flow = new RowFlow(batch);
    }

    Optional<RowSums> split(Function function, Map<String, Integer> sizes, int blockRows) {
      boolean found =
          function.parameters(Source.Kind.INPUT).stream()
                  .allMatch(
                      input -> flow.isShared(input) || RowIndependence.isOneRowEach(flow, input))
              && function.nodes().stream().allMatch(this::isPlaced)
              && function.results().stream().allMatch(flow::isShared)
              && products(blockRows) >= PRODUCTS;
      return found ? Optional.of(parts(function, sizes)) : Optional.empty();
    }

    /** Whether a node belongs to the blocks, to the rest, or to both. */
    private boolean isPlaced(Node node) {
      if (node.operands().stream().anyMatch(after::contains)) {
        after.addAll(node.results());
        return node.operands().stream().allMatch(flow::isShared)
            && node.results().stream().allMatch(flow::isShared);
      }
      if (node.op() instanceof Source.RandomBits) {
        draws.add(node.result());
        return flow.isShared(node.result()) || RowIndependence.isOneRowEach(flow, node.result());
      }
      if (flow.addsUp(node) && node.result().dtype() == DType.F32) {
        sums.add(node.result());
        after.add(node.result());
        return true;
      }
      return flow.isIndependent(node);
    }

    /** Products that go into an element of a sum, on average. */
    private long products(int blockRows) {
      long products = 0;
      long elements = 0;
      for (Value sum : sums) {
        products += (long) sum.shape().size() * products(sum.node());
        elements += sum.shape().size();
      }
      return elements == 0 ? 0 : blockRows * products / elements;
    }

    /** Products that a row adds to an element. */
    private long products(Node node) {
      return switch (node.op()) {
        case Contraction.MatMul op ->
            node.operand(0).shape().dim(op.transposeLeft() ? 0 : 1).factor();
        case Windowed.ConvKernelGradient op -> {
          Value images = node.operand(1);
          yield images.shape().slice(1, 1 + op.window().sizes().size()).size();
        }
        default -> 0;
      };
    }

    private RowSums parts(Function function, Map<String, Integer> sizes) {
      Map<Value, String> bits = names("rows/bits_", draws);
      Map<Value, String> totals = names("rows/sum_", sums);
      Function rows = Preparation.part(function, inverse(totals), List.of(), Map.of());
      Function rest = new Given(totals, Source.Kind.INPUT).rewrite(function);
      return new RowSums(
          batch,
          drawn(function.name(), bits, sizes),
          new Given(bits, Source.Kind.INPUT).rewrite(rows),
          Preparation.part(rest, rest.outputs(), updated(rest), rest.updates()));
    }

    private static Function drawn(
        String name, Map<Value, String> bits, Map<String, Integer> sizes) {
      Ops ops = new Ops();
      Map<Value, Value> keys = new HashMap<>();
      Map<String, Value> outputs = new LinkedHashMap<>();
      bits.forEach(
          (value, output) -> {
            Value key = value.node().operand(0);
            Value copy = keys.computeIfAbsent(key, from -> ops.parameterLike(from, from.type()));
            Source.RandomBits op = (Source.RandomBits) value.op();
            Shape shape = op.shape().bind(sizes);
            Op bound = new Source.RandomBits(op.stream(), shape);
            outputs.put(output, ops.emitAll(bound, List.of(copy)).getFirst());
          });
      return ops.function(name, outputs, Map.of());
    }

    private static Map<Value, String> names(String stem, Set<Value> values) {
      Map<Value, String> names = new LinkedHashMap<>();
      values.forEach(value -> names.put(value, stem + (names.size() + 1)));
      return names;
    }

    private static Map<String, Value> inverse(Map<Value, String> names) {
      Map<String, Value> values = new LinkedHashMap<>();
      names.forEach((value, name) -> values.put(name, value));
      return values;
    }
  }

  private static List<Value> updated(Function function) {
    return function.parameters(Source.Kind.RESIDENT).stream()
        .filter(value -> function.updates().containsKey(Function.parameter(value).name()))
        .toList();
  }
}
