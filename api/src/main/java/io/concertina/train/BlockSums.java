package io.concertina.train;

import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Adds what the blocks of a step give, in the order of their numbers, as a binary tree: blocks 0
 * and 1, 2 and 3, then these two sums, and so on. So the same blocks give the same bits, wherever
 * they were computed.
 */
public final class BlockSums {

  /**
   * A sum that may still be added to.
   *
   * @param blocks how many it holds
   * @param values its own arrays, which the sum of two takes over
   */
  private record Sum(int blocks, Map<String, float[]> values) {}

  private final Deque<Sum> open = new ArrayDeque<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  /** Adds the next block's outputs of {@link TrainingFunctions#gradients}. */
  public void add(Map<String, Tensor> outputs) {
    Map<String, float[]> values = new LinkedHashMap<>();
    outputs.forEach(
        (name, value) -> {
          if (BlockTotals.isTotal(name)) {
            values.put(name, value.toFloats());
            shapes.putIfAbsent(name, value.shape());
          }
        });
    Sum sum = new Sum(1, values);
    while (!open.isEmpty() && open.peek().blocks() == sum.blocks()) {
      sum = sum(open.pop(), sum);
    }
    open.push(sum);
  }

  /** The sums over all blocks, the inputs of {@link TrainingFunctions#apply} by name. */
  public Map<String, Tensor> totals() {
    Sum total = open.pop();
    while (!open.isEmpty()) {
      total = sum(open.pop(), total);
    }
    Map<String, Tensor> totals = new LinkedHashMap<>();
    total
        .values()
        .forEach(
            (name, value) ->
                totals.put(name, Tensor.view(Objects.requireNonNull(shapes.get(name)), value)));
    return totals;
  }

  private static Sum sum(Sum left, Sum right) {
    left.values()
        .forEach(
            (name, value) -> {
              float[] more = Objects.requireNonNull(right.values().get(name), name);
              for (int i = 0; i < value.length; i++) {
                value[i] += more[i];
              }
            });
    return new Sum(left.blocks() + right.blocks(), left.values());
  }
}
