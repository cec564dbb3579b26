package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import io.concertina.format.FormatOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.Optional;

/**
 * The stored elements of a tensor.
 *
 * <p>F32 holds them as they are and F16 rounds them to the nearest. I8 holds x / s rounded to the
 * nearest, with one scale s per position on the last axis, which is the unit of a kernel [inputs,
 * units]: s is the largest magnitude of the unit's elements / 127, and an element is read as its
 * integer times s. The error is at most s / 2 but for the rounding of the product.
 *
 * @param values the elements in order
 * @param scale with I8: f32, one per position on the last axis
 */
record Numbers(StoredTensor values, Optional<Tensor> scale) {

  /** Largest magnitude of I8; -128 is not used. */
  private static final int LARGEST_BYTE = 127;

  /** Largest magnitude of F16; a tensor with a larger one, or with NaN, is not rounded. */
  private static final float LARGEST_HALF = 65504;

  /** The elements at some positions. */
  static Numbers of(Tensor tensor, Positions positions, FormatOptions.Values form) {
    return switch (form) {
      case F32 -> full(tensor, positions);
      case F16 -> half(tensor, positions);
      case INT8 -> bytes(tensor, positions);
    };
  }

  /** True if all elements are finite and within the range of F16. */
  static boolean canRound(Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      if (!(Math.abs(tensor.floatAt(i)) <= LARGEST_HALF)) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes the elements take. */
  static long bytes(Shape shape, long count, FormatOptions.Values form) {
    return switch (form) {
      case F32 -> count * Float.BYTES;
      case F16 -> count * Short.BYTES;
      case INT8 -> count + (long) shape.last().size() * Float.BYTES;
    };
  }

  private static Numbers full(Tensor tensor, Positions positions) {
    float[] values = new float[positions.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.floatAt(positions.at(i));
    }
    Tensor vector = Tensor.view(Shape.of(values.length), values);
    return new Numbers(new StoredTensor.Plain(vector), Optional.empty());
  }

  private static Numbers half(Tensor tensor, Positions positions) {
    byte[] values = new byte[Math.multiplyExact(positions.count(), Short.BYTES)];
    for (int i = 0; i < positions.count(); i++) {
      short half = Float.floatToFloat16(tensor.floatAt(positions.at(i)));
      values[2 * i] = (byte) half;
      values[2 * i + 1] = (byte) (half >> 8);
    }
    return new Numbers(StoredTensor.Raw.vector(StoredType.F16, values), Optional.empty());
  }

  private static Numbers bytes(Tensor tensor, Positions positions) {
    int units = tensor.shape().last().size();
    float[] scale = new float[units];
    for (int i = 0; i < positions.count(); i++) {
      int unit = positions.at(i) % units;
      scale[unit] = Math.max(scale[unit], Math.abs(tensor.floatAt(positions.at(i))));
    }
    for (int unit = 0; unit < units; unit++) {
      scale[unit] /= LARGEST_BYTE;
    }
    byte[] values = new byte[positions.count()];
    for (int i = 0; i < values.length; i++) {
      float s = scale[positions.at(i) % units];
      int rounded = s == 0 ? 0 : (int) Math.rint(tensor.floatAt(positions.at(i)) / s);
      values[i] = (byte) Math.clamp(rounded, -LARGEST_BYTE, LARGEST_BYTE);
    }
    return new Numbers(
        StoredTensor.Raw.vector(StoredType.I8, values),
        Optional.of(Tensor.view(Shape.of(units), scale)));
  }

  /**
   * Checks what a file says.
   *
   * @param where for messages
   * @param shape of the tensor
   * @throws ModelFormatException if the type and the scales do not fit
   */
  static Numbers read(String where, Shape shape, StoredTensor values, Optional<Tensor> scale) {
    switch (values.type()) {
      case F32, F16 -> {
        if (scale.isPresent()) {
          throw new ModelFormatException(where, "scales with I8 only", values.type());
        }
      }
      case I8 -> requireScale(where, shape, scale);
      case I32, U8, BOOL ->
          throw new ModelFormatException(where, "values of type F32, F16 or I8", values.type());
    }
    return new Numbers(values, scale);
  }

  private static void requireScale(String where, Shape shape, Optional<Tensor> scale) {
    if (shape.rank() == 0) {
      throw new ModelFormatException(where, "an axis for the scales of I8", "a scalar");
    }
    Tensor scales =
        scale.orElseThrow(() -> new ModelFormatException(where, "scales beside I8", "none"));
    Shape units = Shape.of(shape.last());
    if (!scales.shape().equals(units)) {
      throw new ModelFormatException(where, "scales " + units, scales.shape());
    }
    for (int unit = 0; unit < scales.size(); unit++) {
      float s = scales.floatAt(unit);
      if (!(s >= 0 && s <= LARGEST_HALF)) {
        throw new ModelFormatException(where, "scales from 0 to " + LARGEST_HALF, s);
      }
    }
  }

  /** The tensor that has the elements at some positions and zeros elsewhere. */
  Tensor spread(Shape shape, Positions positions) {
    float[] elements = new float[positions.size()];
    for (int i = 0; i < positions.count(); i++) {
      elements[positions.at(i)] = element(i, positions.at(i));
    }
    return Tensor.view(shape, elements);
  }

  /** The largest absolute difference between an element and what is read for it. */
  double error(Tensor tensor, Positions positions) {
    double error = 0;
    for (int i = 0; i < positions.count(); i++) {
      double read = element(i, positions.at(i));
      error = Math.max(error, Math.abs(read - tensor.floatAt(positions.at(i))));
    }
    return error;
  }

  private float element(int index, int position) {
    return switch (values) {
      case StoredTensor.Plain(Tensor tensor) -> tensor.floatAt(index);
      case StoredTensor.Raw raw when scale.isPresent() -> {
        Tensor scales = scale.get();
        yield raw.at(index) * scales.floatAt(position % scales.size());
      }
      case StoredTensor.Raw raw -> Float.float16ToFloat(raw.pairAt(index));
    };
  }
}
