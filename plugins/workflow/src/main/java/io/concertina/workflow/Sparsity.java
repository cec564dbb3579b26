package io.concertina.workflow;

import io.concertina.ir.Tensor;
import java.util.Map;

/** Counts zeros. */
final class Sparsity {

  private Sparsity() {}

  /** Share of the masks' elements that is false, 0 if there are none. */
  static double of(Map<String, Tensor> masks) {
    long elements = masks.values().stream().mapToLong(Tensor::size).sum();
    long zeros = masks.values().stream().mapToLong(mask -> mask.size() - nonzero(mask)).sum();
    return elements == 0 ? 0 : (double) zeros / elements;
  }

  /** Elements that are not 0. */
  static long nonzero(Tensor tensor) {
    long count = 0;
    for (int i = 0; i < tensor.size(); i++) {
      count += tensor.floatAt(i) == 0 ? 0 : 1;
    }
    return count;
  }
}
