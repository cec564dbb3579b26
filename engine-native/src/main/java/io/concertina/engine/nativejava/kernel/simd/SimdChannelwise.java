package io.concertina.engine.nativejava.kernel.simd;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Four rows share what is loaded of B. A {@link Template}. */
final class SimdChannelwise implements Channelwise {

  private static final VectorSpecies<Float> SPECIES =
      Template.width(MethodHandles.lookup()).floats();
  private static final int LANES = SPECIES.length();
  private static final int ROWS = 4;

  @Override
  public void run(
      boolean accumulate,
      int[] rows,
      int[] shared,
      int[] right,
      int[] targets,
      int columns,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int cAt) {
    int whole = rows.length - rows.length % ROWS;
    int j = 0;
    for (; j <= columns - LANES; j += LANES) {
      for (int i = 0; i < whole; i += ROWS) {
        four(accumulate, rows, i, shared, right, targets, a, aAt + j, b, bAt + j, c, cAt + j);
      }
      for (int i = whole; i < rows.length; i++) {
        int x = aAt + rows[i] + j;
        one(accumulate, LANES, x, shared, right, a, b, bAt + j, c, cAt + targets[i] + j);
      }
    }
    for (int i = 0; i < rows.length && j < columns; i++) {
      int x = aAt + rows[i] + j;
      one(accumulate, columns - j, x, shared, right, a, b, bAt + j, c, cAt + targets[i] + j);
    }
  }

  private static void four(
      boolean accumulate,
      int[] rows,
      int i,
      int[] shared,
      int[] right,
      int[] targets,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int cAt) {
    int x0 = aAt + rows[i];
    int x1 = aAt + rows[i + 1];
    int x2 = aAt + rows[i + 2];
    int x3 = aAt + rows[i + 3];
    int y0 = cAt + targets[i];
    int y1 = cAt + targets[i + 1];
    int y2 = cAt + targets[i + 2];
    int y3 = cAt + targets[i + 3];
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector sum0 = accumulate ? FloatVector.fromArray(SPECIES, c, y0) : zero;
    FloatVector sum1 = accumulate ? FloatVector.fromArray(SPECIES, c, y1) : zero;
    FloatVector sum2 = accumulate ? FloatVector.fromArray(SPECIES, c, y2) : zero;
    FloatVector sum3 = accumulate ? FloatVector.fromArray(SPECIES, c, y3) : zero;
    for (int p = 0; p < shared.length; p++) {
      int at = shared[p];
      FloatVector y = FloatVector.fromArray(SPECIES, b, bAt + right[p]);
      sum0 = FloatVector.fromArray(SPECIES, a, x0 + at).fma(y, sum0);
      sum1 = FloatVector.fromArray(SPECIES, a, x1 + at).fma(y, sum1);
      sum2 = FloatVector.fromArray(SPECIES, a, x2 + at).fma(y, sum2);
      sum3 = FloatVector.fromArray(SPECIES, a, x3 + at).fma(y, sum3);
    }
    sum0.intoArray(c, y0);
    sum1.intoArray(c, y1);
    sum2.intoArray(c, y2);
    sum3.intoArray(c, y3);
  }

  private static void one(
      boolean accumulate,
      int columns,
      int aAt,
      int[] shared,
      int[] right,
      float[] a,
      float[] b,
      int bAt,
      float[] c,
      int cAt) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, columns);
    FloatVector sum =
        accumulate ? FloatVector.fromArray(SPECIES, c, cAt, mask) : FloatVector.zero(SPECIES);
    for (int p = 0; p < shared.length; p++) {
      FloatVector y = FloatVector.fromArray(SPECIES, b, bAt + right[p], mask);
      sum = FloatVector.fromArray(SPECIES, a, aAt + shared[p], mask).fma(y, sum);
    }
    sum.intoArray(c, cAt, mask);
  }
}
