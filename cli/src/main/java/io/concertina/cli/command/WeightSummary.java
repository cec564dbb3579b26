package io.concertina.cli.command;

import io.concertina.ir.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the elements of a weight are like.
 *
 * @param elements how many
 * @param nonzero how many are not 0
 * @param largest largest magnitude
 * @param counts how many that are not 0 lie in each of equal intervals from -largest to largest
 */
record WeightSummary(long elements, long nonzero, double largest, List<Integer> counts) {

  private static final int INTERVALS = 16;
  private static final String LEVELS = " ▁▂▃▄▅▆▇█";

  static WeightSummary of(Tensor weight) {
    double largest = 0;
    for (int i = 0; i < weight.size(); i++) {
      largest = Math.max(largest, Math.abs(weight.floatAt(i)));
    }
    int[] counts = new int[INTERVALS];
    for (int i = 0; i < weight.size(); i++) {
      float value = weight.floatAt(i);
      if (value != 0) {
        int interval = (int) ((value / largest + 1) / 2 * INTERVALS);
        counts[Math.clamp(interval, 0, INTERVALS - 1)]++;
      }
    }
    return new WeightSummary(
        weight.size(), Sparsity.nonzero(weight), largest, Arrays.stream(counts).boxed().toList());
  }

  /** Share of zeros. */
  double sparsity() {
    return 1 - (double) nonzero / elements;
  }

  /** The histogram as a line of blocks. */
  String bars() {
    int most = counts.stream().mapToInt(Integer::intValue).max().orElse(0);
    StringBuilder bars = new StringBuilder();
    for (int count : counts) {
      int level = most == 0 ? 0 : (int) Math.ceilDiv((long) count * (LEVELS.length() - 1), most);
      bars.append(LEVELS.charAt(level));
    }
    return bars.toString();
  }

  Map<String, Object> describe() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("nonzero", nonzero);
    tree.put("sparsity", sparsity());
    tree.put("histogram", Map.of("low", -largest, "high", largest, "counts", counts));
    return tree;
  }
}
