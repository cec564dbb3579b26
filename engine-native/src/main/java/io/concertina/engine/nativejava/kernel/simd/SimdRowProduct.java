package io.concertina.engine.nativejava.kernel.simd;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Goes down the matrix in strips of columns whose sums stay in registers. A {@link Template}.
 *
 * <p>Strips are as wide as registers allow, so that of each row of the matrix a long run is read:
 * from the third-level cache that is what the speed depends on.
 */
final class SimdRowProduct implements RowProduct {

  private static final VectorSpecies<Float> SPECIES =
      Template.width(MethodHandles.lookup()).floats();
  private static final int LANES = SPECIES.length();

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
    int j = fromColumn;
    for (; j <= toColumn - 8 * LANES; j += 8 * LANES) {
      strip8(accumulate, k, a, aAt, aStride, b, bAt + j, bStride, c, cAt + j);
    }
    if (j <= toColumn - 4 * LANES) {
      strip4(accumulate, k, a, aAt, aStride, b, bAt + j, bStride, c, cAt + j);
      j += 4 * LANES;
    }
    for (; j < toColumn; j += LANES) {
      int columns = Math.min(LANES, toColumn - j);
      strip(accumulate, columns, k, a, aAt, aStride, b, bAt + j, bStride, c, cAt + j);
    }
  }

  private static FloatVector start(boolean accumulate, float[] c, int at) {
    return accumulate ? FloatVector.fromArray(SPECIES, c, at) : FloatVector.zero(SPECIES);
  }

  private static void strip8(
      boolean accumulate,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float[] c,
      int cAt) {
    FloatVector s0 = start(accumulate, c, cAt);
    FloatVector s1 = start(accumulate, c, cAt + LANES);
    FloatVector s2 = start(accumulate, c, cAt + 2 * LANES);
    FloatVector s3 = start(accumulate, c, cAt + 3 * LANES);
    FloatVector s4 = start(accumulate, c, cAt + 4 * LANES);
    FloatVector s5 = start(accumulate, c, cAt + 5 * LANES);
    FloatVector s6 = start(accumulate, c, cAt + 6 * LANES);
    FloatVector s7 = start(accumulate, c, cAt + 7 * LANES);
    for (int p = 0; p < k; p++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p * aStride]);
      int at = bAt + p * bStride;
      s0 = x.fma(FloatVector.fromArray(SPECIES, b, at), s0);
      s1 = x.fma(FloatVector.fromArray(SPECIES, b, at + LANES), s1);
      s2 = x.fma(FloatVector.fromArray(SPECIES, b, at + 2 * LANES), s2);
      s3 = x.fma(FloatVector.fromArray(SPECIES, b, at + 3 * LANES), s3);
      s4 = x.fma(FloatVector.fromArray(SPECIES, b, at + 4 * LANES), s4);
      s5 = x.fma(FloatVector.fromArray(SPECIES, b, at + 5 * LANES), s5);
      s6 = x.fma(FloatVector.fromArray(SPECIES, b, at + 6 * LANES), s6);
      s7 = x.fma(FloatVector.fromArray(SPECIES, b, at + 7 * LANES), s7);
    }
    s0.intoArray(c, cAt);
    s1.intoArray(c, cAt + LANES);
    s2.intoArray(c, cAt + 2 * LANES);
    s3.intoArray(c, cAt + 3 * LANES);
    s4.intoArray(c, cAt + 4 * LANES);
    s5.intoArray(c, cAt + 5 * LANES);
    s6.intoArray(c, cAt + 6 * LANES);
    s7.intoArray(c, cAt + 7 * LANES);
  }

  private static void strip4(
      boolean accumulate,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float[] c,
      int cAt) {
    FloatVector s0 = start(accumulate, c, cAt);
    FloatVector s1 = start(accumulate, c, cAt + LANES);
    FloatVector s2 = start(accumulate, c, cAt + 2 * LANES);
    FloatVector s3 = start(accumulate, c, cAt + 3 * LANES);
    for (int p = 0; p < k; p++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p * aStride]);
      int at = bAt + p * bStride;
      s0 = x.fma(FloatVector.fromArray(SPECIES, b, at), s0);
      s1 = x.fma(FloatVector.fromArray(SPECIES, b, at + LANES), s1);
      s2 = x.fma(FloatVector.fromArray(SPECIES, b, at + 2 * LANES), s2);
      s3 = x.fma(FloatVector.fromArray(SPECIES, b, at + 3 * LANES), s3);
    }
    s0.intoArray(c, cAt);
    s1.intoArray(c, cAt + LANES);
    s2.intoArray(c, cAt + 2 * LANES);
    s3.intoArray(c, cAt + 3 * LANES);
  }

  private static void strip(
      boolean accumulate,
      int columns,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float[] c,
      int cAt) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, columns);
    FloatVector sum =
        accumulate ? FloatVector.fromArray(SPECIES, c, cAt, mask) : FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + p * aStride]);
      sum = x.fma(FloatVector.fromArray(SPECIES, b, bAt + p * bStride, mask), sum);
    }
    sum.intoArray(c, cAt, mask);
  }
}
