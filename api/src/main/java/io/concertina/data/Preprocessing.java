package io.concertina.data;

import io.concertina.DataException;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import java.util.Arrays;

/**
 * How raw values become what a model sees: y = (x - offset) · factor, per element of a row, with
 * missing values filled first.
 *
 * <p>Fitted on the training rows and kept with the model. It is part of the model's functions, so a
 * caller always passes raw values and gets raw values back.
 *
 * @param fill what replaces a missing (NaN) element, in raw units; shape of a row
 * @param offset shape of a row
 * @param factor shape of a row; never 0
 * @param filling false if missing elements do not occur, which spares the check
 */
public record Preprocessing(Tensor fill, Tensor offset, Tensor factor, boolean filling) {

  public Preprocessing {
    Shape shape = offset.shape();
    if (!factor.shape().equals(shape) || !fill.shape().equals(shape)) {
      throw new DataException(
          "preprocessing", "tensors " + shape, fill.shape() + " and " + factor.shape());
    }
  }

  /** Leaves values as they are. */
  public static Preprocessing none(Shape sample) {
    return new Preprocessing(
        Tensor.full(sample, 0), Tensor.full(sample, 0), Tensor.full(sample, 1), false);
  }

  /** Maps one range, the same for all elements, to 0 … 1. */
  public static Preprocessing range(Shape sample, ValueRange range) {
    return new Preprocessing(
        Tensor.full(sample, 0),
        Tensor.full(sample, (float) range.low()),
        Tensor.full(sample, (float) (1 / (range.high() - range.low()))),
        false);
  }

  /** Shape of a row. */
  public Shape sample() {
    return offset.shape();
  }

  /**
   * The same map for one step of a sequence, whose steps are axis 0 of a row.
   *
   * @throws DataException if the steps of a row are not all mapped alike
   */
  public Preprocessing step() {
    return new Preprocessing(step(fill), step(offset), step(factor), filling);
  }

  private static Tensor step(Tensor row) {
    Shape shape = row.shape().slice(1, row.shape().rank());
    float[] elements = row.toFloats();
    for (int i = shape.size(); i < elements.length; i++) {
      if (elements[i] != elements[i % shape.size()]) {
        throw new DataException(
            "preprocessing", "a scaling that is the same for every step", "one that differs");
      }
    }
    return Tensor.of(shape, Arrays.copyOf(elements, shape.size()));
  }

  /** True if values are left as they are. */
  public boolean isIdentity() {
    return !filling && equals(none(sample()));
  }

  /** Emits the map from raw values [batch, ...] to what the model sees. */
  public Value apply(Ops ops, Value raw) {
    if (isIdentity()) {
      return raw;
    }
    Value filled = raw;
    if (filling) {
      filled = ops.select(observed(ops, raw), raw, ops.constant(fill));
    }
    Value shifted =
        uniform(offset) && offset.floatAt(0) == 0 ? filled : ops.sub(filled, constant(ops, offset));
    return ops.mul(shifted, constant(ops, factor));
  }

  /** Emits the truth values of what is there: false where an element is missing, that is NaN. */
  public static Value observed(Ops ops, Value raw) {
    return ops.eq(raw, raw);
  }

  /** Emits the map from what the model sees [batch, ...] back to raw units. */
  public Value invert(Ops ops, Value seen) {
    if (isIdentity()) {
      return seen;
    }
    float[] inverse = factor.toFloats();
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = 1 / inverse[i];
    }
    Value scaled = ops.mul(seen, constant(ops, Tensor.view(factor.shape(), inverse)));
    return ops.add(scaled, constant(ops, offset));
  }

  private static Value constant(Ops ops, Tensor tensor) {
    return uniform(tensor) ? ops.constant(tensor.floatAt(0)) : ops.constant(tensor);
  }

  private static boolean uniform(Tensor tensor) {
    for (int i = 1; i < tensor.size(); i++) {
      if (tensor.floatAt(i) != tensor.floatAt(0)) {
        return false;
      }
    }
    return true;
  }
}
