package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.ReduceOp;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import io.concertina.engine.nativejava.kernel.scalar.ScalarReductions;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums and extrema along an axis. A {@link Template}.
 *
 * <p>What is not a sum or an extremum of floating point numbers, the scalar form does.
 */
final class SimdReductions implements ReductionKernels {

  private static final Width WIDTH = Template.width(MethodHandles.lookup());
  private static final VectorSpecies<Float> SPECIES = WIDTH.floats();
  private static final int LANES = SPECIES.length();

  /** Partial sums per contiguous sum, in four groups of 16. */
  private static final int PARTIALS = 64;

  private static final int GROUP = 16;

  private static final VectorShuffle<Float> DOWN_8 = down(8);
  private static final VectorShuffle<Float> DOWN_4 = down(4);
  private static final VectorShuffle<Float> DOWN_2 = down(2);
  private static final VectorShuffle<Float> DOWN_1 = down(1);

  private final ScalarReductions scalar = new ScalarReductions();
  private final Softmax softmax = new Softmax(WIDTH, this);

  private static VectorShuffle<Float> down(int by) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % LANES);
  }

  @Override
  public void reduce(
      ReduceOp op,
      int outer,
      int outerStride,
      int middle,
      int middleStride,
      int inner,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    boolean rows = inner == 1 && middleStride == 1;
    for (int o = 0; o < outer; o++) {
      int from = xAt + o * outerStride;
      int to = yAt + o * inner;
      switch (op) {
        case SUM -> {
          if (rows) {
            y[to] = sum(middle, x, from);
          } else {
            sums(middle, middleStride, inner, x, from, y, to);
          }
        }
        case MAX -> {
          if (rows) {
            y[to] = extremum(1, middle, x, from);
          } else {
            extrema(1, middle, middleStride, inner, x, from, y, to);
          }
        }
        case MIN -> {
          if (rows) {
            y[to] = extremum(-1, middle, x, from);
          } else {
            extrema(-1, middle, middleStride, inner, x, from, y, to);
          }
        }
      }
    }
  }

  /** Adds the four groups of partial sums, then halves until one is left. */
  private static float sum(int n, float[] x, int at) {
    FloatVector total = group(n, x, at, 0);
    if (LANES == 8) {
      total = total.add(group(n, x, at, 1));
    } else if (LANES == 4) {
      FloatVector even = total.add(group(n, x, at, 2));
      total = even.add(group(n, x, at, 1).add(group(n, x, at, 3)));
    }
    if (LANES > 8) {
      total = total.add(total.rearrange(DOWN_8));
    }
    if (LANES > 4) {
      total = total.add(total.rearrange(DOWN_4));
    }
    total = total.add(total.rearrange(DOWN_2));
    return total.add(total.rearrange(DOWN_1)).lane(0);
  }

  /** Vector number {@code part} of the 16 sums that remain after adding the four groups. */
  private static FloatVector group(int n, float[] x, int at, int part) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int from = at + part * LANES;
    int end = n - n % PARTIALS;
    for (int i = 0; i < end; i += PARTIALS) {
      s0 = s0.add(FloatVector.fromArray(SPECIES, x, from + i));
      s1 = s1.add(FloatVector.fromArray(SPECIES, x, from + i + GROUP));
      s2 = s2.add(FloatVector.fromArray(SPECIES, x, from + i + 2 * GROUP));
      s3 = s3.add(FloatVector.fromArray(SPECIES, x, from + i + 3 * GROUP));
    }
    int rest = n - end - part * LANES;
    if (rest > 0) {
      s0 = s0.add(FloatVector.fromArray(SPECIES, x, from + end, inRange(rest)));
    }
    if (rest > GROUP) {
      s1 = s1.add(FloatVector.fromArray(SPECIES, x, from + end + GROUP, inRange(rest - GROUP)));
    }
    if (rest > 2 * GROUP) {
      int more = rest - 2 * GROUP;
      s2 = s2.add(FloatVector.fromArray(SPECIES, x, from + end + 2 * GROUP, inRange(more)));
    }
    if (rest > 3 * GROUP) {
      int more = rest - 3 * GROUP;
      s3 = s3.add(FloatVector.fromArray(SPECIES, x, from + end + 3 * GROUP, inRange(more)));
    }
    return s0.add(s2).add(s1.add(s3));
  }

  private static VectorMask<Float> inRange(int count) {
    return SPECIES.indexInRange(0, count);
  }

  /** y[i] = Σ over m of x[m, i], four vectors of columns at a time. */
  private static void sums(
      int middle, int middleStride, int inner, float[] x, int xAt, float[] y, int yAt) {
    int i = 0;
    for (; i <= inner - 4 * LANES; i += 4 * LANES) {
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      int at = xAt + i;
      for (int m = 0; m < middle; m++) {
        s0 = s0.add(FloatVector.fromArray(SPECIES, x, at));
        s1 = s1.add(FloatVector.fromArray(SPECIES, x, at + LANES));
        s2 = s2.add(FloatVector.fromArray(SPECIES, x, at + 2 * LANES));
        s3 = s3.add(FloatVector.fromArray(SPECIES, x, at + 3 * LANES));
        at += middleStride;
      }
      s0.intoArray(y, yAt + i);
      s1.intoArray(y, yAt + i + LANES);
      s2.intoArray(y, yAt + i + 2 * LANES);
      s3.intoArray(y, yAt + i + 3 * LANES);
    }
    for (; i < inner; i += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(i, inner);
      FloatVector s = FloatVector.zero(SPECIES);
      for (int m = 0; m < middle; m++) {
        s = s.add(FloatVector.fromArray(SPECIES, x, xAt + i + m * middleStride, mask));
      }
      s.intoArray(y, yAt + i, mask);
    }
  }

  /** The largest of sign · x, times sign: with -1 the smallest. */
  private static float extremum(float sign, int n, float[] x, int at) {
    FloatVector e0 = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    FloatVector e1 = e0;
    FloatVector e2 = e0;
    FloatVector e3 = e0;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      e0 = e0.max(FloatVector.fromArray(SPECIES, x, at + i).mul(sign));
      e1 = e1.max(FloatVector.fromArray(SPECIES, x, at + i + LANES).mul(sign));
      e2 = e2.max(FloatVector.fromArray(SPECIES, x, at + i + 2 * LANES).mul(sign));
      e3 = e3.max(FloatVector.fromArray(SPECIES, x, at + i + 3 * LANES).mul(sign));
    }
    for (; i < n; i += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(i, n);
      FloatVector rest = FloatVector.fromArray(SPECIES, x, at + i, mask).mul(sign);
      e0 = e0.lanewise(VectorOperators.MAX, rest, mask);
    }
    return sign * e0.max(e1).max(e2.max(e3)).reduceLanes(VectorOperators.MAX);
  }

  /** y[i] = the largest over m of sign · x[m, i], times sign. */
  private static void extrema(
      float sign, int middle, int middleStride, int inner, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < inner; i += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(i, inner);
      FloatVector e = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      for (int m = 0; m < middle; m++) {
        int from = xAt + i + m * middleStride;
        e = e.max(FloatVector.fromArray(SPECIES, x, from, mask).mul(sign));
      }
      e.mul(sign).intoArray(y, yAt + i, mask);
    }
  }

  @Override
  public void softmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    softmax.apply(rows, columns, x, xAt, y, yAt);
  }

  @Override
  public void logSoftmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    softmax.applyLog(rows, columns, x, xAt, y, yAt);
  }

  @Override
  public void sum(
      int outer,
      int outerStride,
      int middle,
      int middleStride,
      int inner,
      int[] x,
      int xAt,
      int[] y,
      int yAt) {
    scalar.sum(outer, outerStride, middle, middleStride, inner, x, xAt, y, yAt);
  }

  @Override
  public void argMax(
      int outer,
      int outerStride,
      int middle,
      int middleStride,
      int inner,
      float[] x,
      int xAt,
      int[] y,
      int yAt) {
    scalar.argMax(outer, outerStride, middle, middleStride, inner, x, xAt, y, yAt);
  }

  @Override
  public void cumSum(
      int outer, int middle, int inner, boolean reverse, float[] x, int xAt, float[] y, int yAt) {
    scalar.cumSum(outer, middle, inner, reverse, x, xAt, y, yAt);
  }

  @Override
  public void topK(
      int rows,
      int columns,
      int k,
      float[] x,
      int xAt,
      float[] values,
      int valuesAt,
      int[] positions,
      int positionsAt) {
    scalar.topK(rows, columns, k, x, xAt, values, valuesAt, positions, positionsAt);
  }
}
