package io.concertina.testkit.cases;

import io.concertina.ir.DType;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Arguments for cases: shapes that straddle lane widths, and numbers from a fixed seed. */
public final class Samples {

  /** Sizes around the lane counts of 64 to 512 bit vectors and their multiples. */
  public static final List<Integer> SIZES = List.of(1, 3, 7, 8, 9, 17, 31, 64, 257);

  /** Every rank from 0 to 4, every size of {@link #SIZES}. */
  static final List<Shape> SHAPES =
      Stream.concat(
              SIZES.stream().map(Shape::of),
              Stream.of(
                  Shape.scalar(),
                  Shape.of(1, 1),
                  Shape.of(1, 17),
                  Shape.of(17, 1),
                  Shape.of(2, 3),
                  Shape.of(9, 31),
                  Shape.of(3, 4, 5),
                  Shape.of(2, 3, 4, 5)))
          .toList();

  private final SplittableRandom random;

  /** Numbers that depend on the seed only. */
  public Samples(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Uniform floating point numbers from {@code low} to {@code high}. */
  public Tensor floats(Shape shape, double low, double high) {
    float[] elements = new float[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return Tensor.of(shape, elements);
  }

  /**
   * Numbers between {@code low} and {@code high}, every other one of them near the centre, at
   * distances down to a millionth of the range.
   */
  Tensor floatsAround(double centre, Shape shape, double low, double high) {
    float[] elements = new float[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      double uniform = low + (high - low) * random.nextDouble();
      double nearness = i % 2 == 0 ? 1 : Math.pow(10, -6 * random.nextDouble());
      elements[i] = (float) (centre + (uniform - centre) * nearness);
    }
    return Tensor.of(shape, elements);
  }

  /** Few different floating point numbers, so that equal ones are frequent. */
  Tensor coarse(Shape shape) {
    float[] elements = new float[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (random.nextInt(9) - 4) / 2f;
    }
    return Tensor.of(shape, elements);
  }

  /** Integers from {@code low} to {@code high}, both included. */
  public Tensor ints(Shape shape, int low, int high) {
    int[] elements = new int[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (int) random.nextLong(low, high + 1L);
    }
    return Tensor.of(shape, elements);
  }

  /** Truth values, half of them true. */
  Tensor booleans(Shape shape) {
    int[] elements = new int[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextInt(2);
    }
    return Tensor.ofBooleans(shape, elements);
  }

  /** Moderate numbers of any type: integers and floating point numbers up to 100, truth values. */
  public Tensor any(TensorType type) {
    return switch (type.dtype()) {
      case F32 -> floats(type.shape(), -100, 100);
      case I32 -> ints(type.shape(), -100, 100);
      case BOOL -> booleans(type.shape());
    };
  }

  Tensor any(DType dtype, int... sizes) {
    return any(new TensorType(dtype, Shape.of(sizes)));
  }
}
