package io.concertina.engine.nativejava.kernel.simd;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sweeps over eight rows of the matrix at a time, so that memory is read in few long runs while the
 * result stays in the first cache. A {@link Template}.
 */
final class SimdRowProduct implements RowProduct {

  private static final VectorSpecies<Float> SPECIES =
      Template.width(MethodHandles.lookup()).floats();
  private static final int LANES = SPECIES.length();

  /** Rows per sweep (benchmark MatrixBenchmark, 1 x 784 x 512). */
  private static final int ROWS = 8;

  @Override
  public void run(
      boolean accumulate,
      int fromColumn,
      int toColumn,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float[] c,
      int cAt) {
    if (!accumulate) {
      Arrays.fill(c, cAt + fromColumn, cAt + toColumn, 0);
    }
    int p = 0;
    for (; p <= k - ROWS; p += ROWS) {
      sweep(
          fromColumn,
          toColumn,
          a,
          aAt + p * aStride,
          aStride,
          b,
          bAt + p * bStride,
          bStride,
          c,
          cAt);
    }
    for (; p < k; p++) {
      one(fromColumn, toColumn, a[aAt + p * aStride], b, bAt + p * bStride, c, cAt);
    }
  }

  /** Columns that fill no vector go row by row: with them here, C1 runs out of registers. */
  private static void sweep(
      int fromColumn,
      int toColumn,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float[] c,
      int cAt) {
    FloatVector x0 = FloatVector.broadcast(SPECIES, a[aAt]);
    FloatVector x1 = FloatVector.broadcast(SPECIES, a[aAt + aStride]);
    FloatVector x2 = FloatVector.broadcast(SPECIES, a[aAt + 2 * aStride]);
    FloatVector x3 = FloatVector.broadcast(SPECIES, a[aAt + 3 * aStride]);
    FloatVector x4 = FloatVector.broadcast(SPECIES, a[aAt + 4 * aStride]);
    FloatVector x5 = FloatVector.broadcast(SPECIES, a[aAt + 5 * aStride]);
    FloatVector x6 = FloatVector.broadcast(SPECIES, a[aAt + 6 * aStride]);
    FloatVector x7 = FloatVector.broadcast(SPECIES, a[aAt + 7 * aStride]);
    int b4 = bAt + 4 * bStride;
    int j = fromColumn;
    for (; j <= toColumn - LANES; j += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, c, cAt + j);
      sum = x0.fma(FloatVector.fromArray(SPECIES, b, bAt + j), sum);
      sum = x1.fma(FloatVector.fromArray(SPECIES, b, bAt + bStride + j), sum);
      sum = x2.fma(FloatVector.fromArray(SPECIES, b, bAt + 2 * bStride + j), sum);
      sum = x3.fma(FloatVector.fromArray(SPECIES, b, bAt + 3 * bStride + j), sum);
      sum = x4.fma(FloatVector.fromArray(SPECIES, b, b4 + j), sum);
      sum = x5.fma(FloatVector.fromArray(SPECIES, b, b4 + bStride + j), sum);
      sum = x6.fma(FloatVector.fromArray(SPECIES, b, b4 + 2 * bStride + j), sum);
      sum = x7.fma(FloatVector.fromArray(SPECIES, b, b4 + 3 * bStride + j), sum);
      sum.intoArray(c, cAt + j);
    }
    if (j < toColumn) {
      for (int row = 0; row < ROWS; row++) {
        one(j, toColumn, a[aAt + row * aStride], b, bAt + row * bStride, c, cAt);
      }
    }
  }

  private static void one(
      int fromColumn, int toColumn, float x, float[] b, int bAt, float[] c, int cAt) {
    for (int j = fromColumn; j < toColumn; j += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(j, toColumn);
      FloatVector sum = FloatVector.fromArray(SPECIES, c, cAt + j, mask);
      FloatVector row = FloatVector.fromArray(SPECIES, b, bAt + j, mask);
      row.fma(FloatVector.broadcast(SPECIES, x), sum).intoArray(c, cAt + j, mask);
    }
  }
}
