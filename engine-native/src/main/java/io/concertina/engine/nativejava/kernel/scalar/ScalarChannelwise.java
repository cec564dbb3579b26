package io.concertina.engine.nativejava.kernel.scalar;

import static java.lang.Math.fma;

import io.concertina.engine.nativejava.kernel.Gathering;
import java.util.Arrays;

/** A gathered product of numbers that meet channel by channel, in plain Java. */
public final class ScalarChannelwise {

  private ScalarChannelwise() {}

  /**
   * C[i, j] = fma over p ascending of A[i, p, j] · B[p, j], from 0 or from C: the rows of A and of
   * B have as many numbers as there are columns.
   */
  public static void run(
      boolean accumulate,
      Gathering shape,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int cAt) {
    int columns = shape.columns();
    int[] shared = shape.shared();
    for (int i = 0; i < shape.rows().length; i++) {
      int to = cAt + shape.targets()[i];
      if (!accumulate) {
        Arrays.fill(c, to, to + columns, 0);
      }
      for (int p = 0; p < shared.length; p++) {
        int from = aAt + shape.rows()[i] + shared[p];
        int right = bAt + shape.right()[p];
        for (int j = 0; j < columns; j++) {
          c[to + j] = fma(a[from + j], b[right + j], c[to + j]);
        }
      }
    }
  }
}
