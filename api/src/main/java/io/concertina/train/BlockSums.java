package io.concertina.train;

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

  private record Sum(int blocks, Map<String, Tensor> values) {}

  private final Deque<Sum> open = new ArrayDeque<>();

  /** Adds the next block's outputs of {@link TrainingFunctions#gradients}. */
  public void add(Map<String, Tensor> outputs) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    outputs.forEach(
        (name, value) -> {
          if (BlockTotals.isTotal(name)) {
            values.put(name, value);
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
    return total.values();
  }

  private static Sum sum(Sum left, Sum right) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    left.values()
        .forEach(
            (name, value) ->
                values.put(
                    name, sum(value, Objects.requireNonNull(right.values().get(name), name))));
    return new Sum(left.blocks() + right.blocks(), values);
  }

  private static Tensor sum(Tensor left, Tensor right) {
    float[] sum = left.toFloats();
    float[] more = right.toFloats();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
    return Tensor.view(left.shape(), sum);
  }
}
