package io.concertina.ir;

import io.concertina.ShapeException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A block of numbers on the host: element type, fixed shape and elements in row-major order.
 *
 * <p>Floating point elements are kept as {@code float}; integers and truth values (0 or 1) as
 * {@code int}. A tensor is immutable unless it was made by {@link #view}.
 */
public final class Tensor {

  private final TensorType type;
  private final float[] floats;
  private final int[] ints;

  private Tensor(TensorType type, float[] floats, int[] ints) {
    int length = type.dtype() == DType.F32 ? floats.length : ints.length;
    if (type.shape().size() != length) {
      throw new ShapeException(
          "tensor " + type, type.shape().size() + " elements", length + " elements");
    }
    this.type = type;
    this.floats = floats;
    this.ints = ints;
  }

  /** A floating point tensor with a copy of the elements. */
  public static Tensor of(Shape shape, float... elements) {
    return view(shape, elements.clone());
  }

  /** An integer tensor with a copy of the elements. */
  public static Tensor of(Shape shape, int... elements) {
    return new Tensor(new TensorType(DType.I32, shape), new float[0], elements.clone());
  }

  /** A tensor of truth values; element {@code i} is true where {@code elements[i] != 0}. */
  public static Tensor ofBooleans(Shape shape, int... elements) {
    int[] bits = new int[elements.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = elements[i] == 0 ? 0 : 1;
    }
    return new Tensor(new TensorType(DType.BOOL, shape), new float[0], bits);
  }

  /** A floating point scalar. */
  public static Tensor scalar(float value) {
    return view(Shape.scalar(), new float[] {value});
  }

  /** An integer scalar. */
  public static Tensor scalar(int value) {
    return of(Shape.scalar(), value);
  }

  /** A floating point tensor filled with one number. */
  public static Tensor full(Shape shape, float value) {
    float[] elements = new float[shape.size()];
    Arrays.fill(elements, value);
    return view(shape, elements);
  }

  /**
   * A floating point tensor over an array that stays the caller's.
   *
   * <p>No copy is made, so that a training loop can refill one batch buffer. The caller must not
   * write to the array while an engine reads the tensor.
   */
  public static Tensor view(Shape shape, float[] elements) {
    return new Tensor(TensorType.f32(shape), elements, new int[0]);
  }

  /** Element type and shape. */
  public TensorType type() {
    return type;
  }

  /** Element type. */
  public DType dtype() {
    return type.dtype();
  }

  /** Sizes of the axes, all fixed. */
  public Shape shape() {
    return type.shape();
  }

  /** Number of elements. */
  public int size() {
    return dtype() == DType.F32 ? floats.length : ints.length;
  }

  /** Element at a row-major position, as a floating point number. */
  public float floatAt(int index) {
    return dtype() == DType.F32 ? floats[index] : ints[index];
  }

  /** Element at a row-major position of an integer or truth value tensor. */
  public int intAt(int index) {
    requireInts();
    return ints[index];
  }

  /** A copy of the elements of a floating point tensor. */
  public float[] toFloats() {
    requireFloats();
    return floats.clone();
  }

  /** A copy of the elements of an integer or truth value tensor. */
  public int[] toInts() {
    requireInts();
    return ints.clone();
  }

  /** Copies {@code count} floating point elements from position {@code from} into an array. */
  public void copyTo(int from, float[] target, int at, int count) {
    requireFloats();
    System.arraycopy(floats, from, target, at, count);
  }

  /** Copies {@code count} integers or truth values from position {@code from} into an array. */
  public void copyTo(int from, int[] target, int at, int count) {
    requireInts();
    System.arraycopy(ints, from, target, at, count);
  }

  /**
   * Copies all elements to the start of a segment, 4 bytes each in the machine's byte order.
   *
   * @param target at least 4 bytes per element, on any boundary
   */
  public void copyTo(MemorySegment target) {
    if (dtype() == DType.F32) {
      MemorySegment.copy(floats, 0, target, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, floats.length);
    } else {
      MemorySegment.copy(ints, 0, target, ValueLayout.JAVA_INT_UNALIGNED, 0, ints.length);
    }
  }

  /** The same tensor with elements of its own, which nobody changes. */
  public Tensor copy() {
    return new Tensor(type, floats.clone(), ints.clone());
  }

  /** The same elements under another shape of the same size. */
  public Tensor reshape(Shape shape) {
    return new Tensor(type.as(shape), floats, ints);
  }

  private void requireFloats() {
    if (dtype() != DType.F32) {
      throw new ShapeException("tensor " + type, "element type f32", dtype());
    }
  }

  private void requireInts() {
    if (dtype() == DType.F32) {
      throw new ShapeException("tensor " + type, "element type i32 or bool", dtype());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor tensor
        && type.equals(tensor.type)
        && Arrays.equals(floats, tensor.floats)
        && Arrays.equals(ints, tensor.ints);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode()
        + (dtype() == DType.F32 ? Arrays.hashCode(floats) : Arrays.hashCode(ints));
  }

  /** Type and at most the first eight elements. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(type.toString()).append(" {");
    int shown = Math.min(size(), 8);
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ");
      text.append(dtype() == DType.F32 ? Float.toString(floats[i]) : Integer.toString(ints[i]));
    }
    return text.append(size() > shown ? ", ...}" : "}").toString();
  }
}
