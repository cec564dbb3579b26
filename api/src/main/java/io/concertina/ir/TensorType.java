package io.concertina.ir;

/**
 * What is known of a value before the function runs.
 *
 * @param dtype element type
 * @param shape sizes of its axes
 */
public record TensorType(DType dtype, Shape shape) {

  /** A floating point type. */
  public static TensorType f32(Shape shape) {
    return new TensorType(DType.F32, shape);
  }

  /** The same shape with another element type. */
  public TensorType as(DType other) {
    return new TensorType(other, shape);
  }

  /** The same element type with another shape. */
  public TensorType as(Shape other) {
    return new TensorType(dtype, other);
  }

  @Override
  public String toString() {
    return dtype.toString() + shape;
  }
}
