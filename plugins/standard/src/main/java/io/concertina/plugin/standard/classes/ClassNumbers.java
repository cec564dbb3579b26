package io.concertina.plugin.standard.classes;

import io.concertina.ShapeException;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;

/**
 * Targets that are class numbers, i32 from 0 on, beside a prediction [batch, ..., classes]: they
 * have the shape of the prediction without its last axis, with or without an axis of size 1 in its
 * place.
 */
public final class ClassNumbers {

  private ClassNumbers() {}

  /** True if a target holds class numbers. */
  public static boolean in(Value target) {
    return target.dtype() == DType.I32;
  }

  /**
   * The target [batch, ...] without an axis for the classes.
   *
   * @throws ShapeException if the target does not stand beside the prediction
   */
  public static Value of(Ops ops, Value prediction, Value target) {
    Shape lead = lead(ops, prediction);
    if (!in(target)
        || !(target.shape().equals(lead)
            || target.shape().equals(prediction.shape().with(-1, Dim.of(1))))) {
      throw new ShapeException(
          where(ops),
          "class numbers, i32" + lead + " or with a last axis of size 1",
          target.type());
    }
    return ops.reshape(target, lead);
  }

  /**
   * The target as distributions of the prediction's shape: 1 at the class, 0 elsewhere, and 0
   * everywhere for a number that is no class.
   *
   * @throws ShapeException if the target does not stand beside the prediction
   */
  public static Value oneHot(Ops ops, Value prediction, Value target) {
    Value numbers = ops.expand(of(ops, prediction, target), -1);
    Value classes = ops.iota(new TensorType(DType.I32, prediction.shape()), -1);
    return ops.cast(ops.eq(classes, numbers), DType.F32);
  }

  /**
   * The element of a prediction that belongs to the target's class, and 0 for a number that is no
   * class: what {@link #oneHot} would leave of it, without an array of distributions.
   *
   * @throws ShapeException if the target does not stand beside the prediction
   */
  public static Value pick(Ops ops, Value prediction, Value target) {
    int axis = prediction.shape().rank() - 1;
    Value number = of(ops, prediction, target);
    Value classes = ops.constantLike(number, prediction.shape().last().size());
    Value zero = ops.constantLike(number, 0);
    Value known = ops.and(ops.le(zero, number), ops.lt(number, classes));
    Value position = ops.expand(ops.select(known, number, zero), -1);
    Value picked = ops.gather(prediction, position, axis, axis);
    Value element = ops.reshape(picked, lead(ops, prediction));
    return ops.select(known, element, ops.constantLike(element, 0));
  }

  /** The prediction's shape without its last axis, the classes. */
  public static Shape lead(Ops ops, Value prediction) {
    Shape shape = prediction.shape();
    if (shape.rank() < 2 || !shape.last().isFixed()) {
      throw new ShapeException(
          where(ops), "a prediction [batch, ..., classes] with a fixed number of classes", shape);
    }
    return shape.slice(0, shape.rank() - 1);
  }

  private static String where(Ops ops) {
    return ops.scope().isEmpty() ? "classes" : ops.scope();
  }
}
