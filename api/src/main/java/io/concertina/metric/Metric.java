package io.concertina.metric;

import io.concertina.ir.Value;
import java.util.List;

/**
 * A number to watch beside the loss.
 *
 * <p>A metric emits sums of fixed shape over the rows of a batch. The host adds them over all
 * batches in double precision and makes the number after the last one, so that it is exact over the
 * whole set also where it is no mean of means. {@link MeanMetric} is the simple case.
 */
public interface Metric {

  /**
   * Emits the sums.
   *
   * @param comparison what is compared
   * @return f32 values of fixed shapes, always the same ones
   */
  List<Value> sums(Comparison comparison);

  /**
   * The number.
   *
   * @param sums over all rows, in the order of {@link #sums}, each in row-major order
   * @return NaN where the rows do not say, for instance if there are none
   */
  double value(List<double[]> sums);
}
