package io.concertina.testkit.reference;

import io.concertina.ShapeException;
import io.concertina.ir.DType;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * A block of numbers of the reference interpreter: type and elements in row-major order.
 *
 * <p>Elements of type f32 are kept as {@code double}, so that a whole computation runs in 64 bits;
 * integers and truth values (0 or 1) as {@code int}. Immutable.
 */
public final class ReferenceTensor {

  private final TensorType type;
  private final double[] doubles;
  private final int[] ints;

  private ReferenceTensor(TensorType type, double[] doubles, int[] ints) {
    int length = type.dtype() == DType.F32 ? doubles.length : ints.length;
    if (type.shape().size() != length) {
      throw new ShapeException(
          "reference tensor " + type, type.shape().size() + " elements", length + " elements");
    }
    this.type = type;
    this.doubles = doubles;
    this.ints = ints;
  }

  /** A floating point tensor with a copy of the elements. */
  public static ReferenceTensor of(Shape shape, double... elements) {
    return own(shape, elements.clone());
  }

  /** An integer tensor with a copy of the elements. */
  public static ReferenceTensor of(Shape shape, int... elements) {
    return own(new TensorType(DType.I32, shape), elements.clone());
  }

  /** A tensor of truth values; element {@code i} is true where {@code elements[i] != 0}. */
  public static ReferenceTensor ofBooleans(Shape shape, int... elements) {
    int[] bits = Arrays.stream(elements).map(element -> element == 0 ? 0 : 1).toArray();
    return own(new TensorType(DType.BOOL, shape), bits);
  }

  /** A floating point scalar. */
  public static ReferenceTensor scalar(double value) {
    return own(Shape.scalar(), new double[] {value});
  }

  /** The same numbers in 64 bits. */
  public static ReferenceTensor of(Tensor tensor) {
    if (tensor.dtype() != DType.F32) {
      return own(tensor.type(), tensor.toInts());
    }
    double[] elements = new double[tensor.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = tensor.floatAt(i);
    }
    return own(tensor.shape(), elements);
  }

  /** A floating point tensor over an array that nobody else keeps. */
  static ReferenceTensor own(Shape shape, double[] elements) {
    return new ReferenceTensor(TensorType.f32(shape), elements, new int[0]);
  }

  /** A tensor of integers or truth values over an array that nobody else keeps. */
  static ReferenceTensor own(TensorType type, int[] elements) {
    return new ReferenceTensor(type, new double[0], elements);
  }

  /** The nearest tensor of 32-bit elements. */
  public Tensor toTensor() {
    return switch (dtype()) {
      case F32 -> {
        float[] elements = new float[doubles.length];
        for (int i = 0; i < elements.length; i++) {
          elements[i] = (float) doubles[i];
        }
        yield Tensor.of(shape(), elements);
      }
      case I32 -> Tensor.of(shape(), ints);
      case BOOL -> Tensor.ofBooleans(shape(), ints);
    };
  }

  /** Element type and shape. */
  public TensorType type() {
    return type;
  }

  /**
   * Element type; {@code f32} for the floating point numbers, although they are kept in 64 bits.
   */
  public DType dtype() {
    return type.dtype();
  }

  /** Sizes of the axes, all fixed. */
  public Shape shape() {
    return type.shape();
  }

  /** Number of elements. */
  public int size() {
    return dtype() == DType.F32 ? doubles.length : ints.length;
  }

  /** Element at a row-major position, whatever the type. */
  public double doubleAt(int position) {
    return dtype() == DType.F32 ? doubles[position] : ints[position];
  }

  /** Element at a row-major position of an integer or truth value tensor. */
  public int intAt(int position) {
    if (dtype() == DType.F32) {
      throw new ShapeException("reference tensor " + type, "element type i32 or bool", dtype());
    }
    return ints[position];
  }

  /** A copy of the elements as floating point numbers, whatever the type. */
  public double[] toDoubles() {
    return dtype() == DType.F32 ? doubles.clone() : Arrays.stream(ints).asDoubleStream().toArray();
  }

  /** The same tensor with another number at one position of a floating point tensor. */
  public ReferenceTensor with(int position, double value) {
    if (dtype() != DType.F32) {
      throw new ShapeException("reference tensor " + type, "element type f32", dtype());
    }
    double[] changed = doubles.clone();
    changed[position] = value;
    return own(shape(), changed);
  }

  /** What lies at a position of axis 0. */
  ReferenceTensor slice(int position) {
    Shape rest = shape().slice(1, shape().rank());
    int from = position * rest.size();
    int to = from + rest.size();
    return dtype() == DType.F32
        ? own(rest, Arrays.copyOfRange(doubles, from, to))
        : own(type.as(rest), Arrays.copyOfRange(ints, from, to));
  }

  /** Tensors of one type in a row along a new axis 0. */
  static ReferenceTensor stack(TensorType type, List<ReferenceTensor> slices) {
    return type.dtype() == DType.F32
        ? own(
            type.shape(),
            slices.stream().flatMapToDouble(slice -> Arrays.stream(slice.doubles)).toArray())
        : own(type, slices.stream().flatMapToInt(slice -> Arrays.stream(slice.ints)).toArray());
  }

  /** The same elements under another shape of the same size. */
  public ReferenceTensor reshape(Shape shape) {
    return new ReferenceTensor(type.as(shape), doubles, ints);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReferenceTensor tensor
        && type.equals(tensor.type)
        && Arrays.equals(doubles, tensor.doubles)
        && Arrays.equals(ints, tensor.ints);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Arrays.hashCode(doubles) + Arrays.hashCode(ints);
  }

  /** Type and at most the first eight elements. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(type.toString()).append(" {");
    int shown = Math.min(size(), 8);
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ");
      text.append(dtype() == DType.F32 ? Double.toString(doubles[i]) : Integer.toString(ints[i]));
    }
    return text.append(size() > shown ? ", ...}" : "}").toString();
  }
}
