package io.concertina.plugin.standard.measure;

import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.metric.Comparison;
import io.concertina.plugin.standard.classes.ClassNumbers;
import java.util.stream.IntStream;

/**
 * Which class is predicted, and which one is right.
 *
 * <p>A prediction [batch, ..., n] of several outputs chooses the largest, the first of equals; one
 * output alone chooses class 1 above ½ and class 0 otherwise. The target holds class numbers, i32
 * [batch, ...] or [batch, ..., 1], or it has the prediction's shape and is read in the same way.
 *
 * @param chosen i32 [batch, ...]
 * @param right i32 [batch, ...]
 * @param weights f32 [batch, ...], how much each decision counts
 * @param classes how many there are
 */
record Decision(Value chosen, Value right, Value weights, int classes) {

  static Decision of(Comparison comparison) {
    Ops ops = comparison.ops();
    Value prediction = comparison.prediction();
    Shape lead = ClassNumbers.lead(ops, prediction);
    int outputs = prediction.shape().last().size();
    return new Decision(
        choice(ops, prediction),
        right(comparison),
        weights(comparison, lead),
        Math.max(2, outputs));
  }

  private static Value right(Comparison comparison) {
    Ops ops = comparison.ops();
    Value target = comparison.target();
    if (ClassNumbers.in(target)) {
      return ClassNumbers.of(ops, comparison.prediction(), target);
    }
    Errors.requireEqualShapes(ops, comparison.prediction(), target);
    return choice(ops, Errors.observed(comparison, target));
  }

  private static Value choice(Ops ops, Value x) {
    if (x.shape().last().size() > 1) {
      return ops.argMax(x, -1);
    }
    Value single = ops.reshape(x, ClassNumbers.lead(ops, x));
    return ops.cast(ops.lt(ops.constantLike(single, 0.5), single), DType.I32);
  }

  private static Value weights(Comparison comparison, Shape lead) {
    Ops ops = comparison.ops();
    if (comparison.weights().isEmpty()) {
      return ops.broadcast(ops.constant(1), lead);
    }
    Value weights = comparison.weights().get();
    return weights.shape().rank() == lead.rank() ? weights : ops.mean(weights, -1);
  }

  /** Σ of the weights by class: f32 [classes]. */
  Value count(Ops ops, Value numbers) {
    return sumOverRows(ops, members(ops, numbers));
  }

  /** Σ of the weights where both numbers are the same, by class: f32 [classes]. */
  Value countEqual(Ops ops) {
    return sumOverRows(ops, ops.mul(members(ops, chosen), members(ops, right)));
  }

  private Value sumOverRows(Ops ops, Value members) {
    Value weighted = ops.mul(members, ops.expand(weights, -1));
    return ops.sum(weighted, IntStream.range(0, weighted.shape().rank() - 1).toArray());
  }

  /** f32 [batch, ..., classes]: 1 at the number's class, 0 elsewhere. */
  private Value members(Ops ops, Value numbers) {
    Value column = ops.expand(numbers, -1);
    Shape shape = column.shape().with(-1, Dim.of(classes));
    Value all = ops.iota(column.type().as(shape), -1);
    return ops.cast(ops.eq(all, column), DType.F32);
  }
}
