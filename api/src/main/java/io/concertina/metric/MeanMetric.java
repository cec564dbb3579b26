package io.concertina.metric;

import io.concertina.ShapeException;
import io.concertina.ir.DType;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.List;
import java.util.stream.IntStream;

/** A metric that is a mean over elements or rows. */
public interface MeanMetric extends Metric {

  /**
   * Emits the numbers whose mean it is.
   *
   * @param prediction [batch, ...]
   * @param target [batch, ...]
   * @return f32 of the target's shape, or of its first axes, for instance [batch]
   */
  Value apply(Ops ops, Value prediction, Value target);

  /** Σ w e and Σ w, where an element that stands for several counts the mean of their weights. */
  @Override
  default List<Value> sums(Comparison comparison) {
    Ops ops = comparison.ops();
    Value elements = apply(ops, comparison.prediction(), comparison.target());
    if (elements.dtype() != DType.F32 || elements.shape().rank() == 0) {
      throw new ShapeException(
          ops.scope().isEmpty() ? "metric" : ops.scope(),
          "an f32 value per element or row",
          elements.type());
    }
    if (comparison.weights().isEmpty()) {
      return List.of(ops.sumAll(elements), ops.dimSize(elements.shape().elements()));
    }
    Value weights = grouped(ops, comparison.weights().get(), elements.shape());
    Value counted = ops.lt(ops.constantLike(weights, 0), weights);
    Value weighted = ops.select(counted, ops.mul(elements, weights), ops.constantLike(weights, 0));
    return List.of(ops.sumAll(weighted), ops.sumAll(weights));
  }

  private static Value grouped(Ops ops, Value weights, Shape shape) {
    int[] joined = IntStream.range(shape.rank(), weights.shape().rank()).toArray();
    return joined.length == 0 ? weights : ops.mean(weights, joined);
  }

  @Override
  default double value(List<double[]> sums) {
    return sums.get(0)[0] / sums.get(1)[0];
  }
}
