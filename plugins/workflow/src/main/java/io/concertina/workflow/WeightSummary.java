package io.concertina.workflow;

import io.concertina.ir.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * What the elements of a weight are like.
 *
 * @param elements how many
 * @param nonzero how many are not 0
 * @param largest largest magnitude
 * @param counts how many that are not 0 lie in each of equal intervals from -largest to largest
 */
public record WeightSummary(long elements, long nonzero, double largest, List<Integer> counts) {

  public WeightSummary {
    counts = List.copyOf(counts);
  }

  private static final int INTERVALS = 16;

  /** What a weight is like. */
  public static WeightSummary of(Tensor weight) {
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
  public double sparsity() {
    return 1 - (double) nonzero / elements;
  }
}
