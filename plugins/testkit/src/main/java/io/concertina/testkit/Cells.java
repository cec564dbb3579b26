package io.concertina.testkit;

import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.testkit.cases.Samples;

/**
 * What a contract draws for one side of a comparison.
 *
 * @param kind of numbers
 * @param sample shape of one sample, without the batch axis
 * @param low smallest number
 * @param high largest number
 */
public record Cells(Kind kind, Shape sample, double low, double high) {

  /** Of which kind the numbers are. */
  public enum Kind {
    /** Any f32 between the limits. */
    REAL,
    /** Whole numbers in f32. */
    WHOLE,
    /** Whole numbers in i32. */
    CLASS
  }

  /** Numbers from -1 to 1. */
  static Cells of(Shape sample) {
    return new Cells(Kind.REAL, sample, -1, 1);
  }

  /** Type of a batch of any size. */
  TensorType type() {
    DType dtype = kind == Kind.CLASS ? DType.I32 : DType.F32;
    return new TensorType(dtype, sample.prepend(LayerEmission.BATCH));
  }

  /** A batch of samples. */
  Tensor draw(int rows, Samples samples) {
    Shape shape = sample.prepend(Dim.of(rows));
    return switch (kind) {
      case REAL -> samples.floats(shape, low, high);
      case WHOLE -> whole(samples.ints(shape, (int) low, (int) high));
      case CLASS -> samples.ints(shape, (int) low, (int) high);
    };
  }

  private static Tensor whole(Tensor ints) {
    float[] elements = new float[ints.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = ints.intAt(i);
    }
    return Tensor.of(ints.shape(), elements);
  }
}
