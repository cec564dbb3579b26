package io.concertina.engine.nativejava.plan;

import io.concertina.ir.DType;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;

/**
 * A tensor's elements as the engine keeps them: {@code float[]}, or {@code int[]} for integers and
 * truth values.
 */
public final class Elements {

  private Elements() {}

  /** An array for a type of known sizes. */
  public static Object allocate(TensorType type) {
    int size = type.shape().size();
    return type.dtype() == DType.F32 ? new float[size] : new int[size];
  }

  /**
   * Elements as a tensor.
   *
   * @param type of known sizes
   * @param elements the tensor's own from now on
   */
  public static Tensor tensor(TensorType type, Object elements) {
    return switch (type.dtype()) {
      case F32 -> Tensor.view(type.shape(), (float[]) elements);
      case I32 -> Tensor.of(type.shape(), (int[]) elements);
      case BOOL -> Tensor.ofBooleans(type.shape(), (int[]) elements);
    };
  }
}
