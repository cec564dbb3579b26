package io.concertina.plugin.standard.initializer;

import io.concertina.ir.Shape;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/** Fills variables. */
final class Draws {

  private Draws() {}

  /** As many draws as a variable has elements. */
  static float[] fill(int[] sizes, DoubleSupplier draw) {
    float[] values = new float[Shape.of(sizes).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draw.getAsDouble();
    }
    return values;
  }

  /** One number everywhere. */
  static float[] fill(int[] sizes, double value) {
    float[] values = new float[Shape.of(sizes).size()];
    Arrays.fill(values, (float) value);
    return values;
  }
}
