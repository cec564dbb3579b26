package io.concertina.engine.nativejava.kernel.scalar;

import io.concertina.engine.nativejava.kernel.ReduceOp;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import java.util.Arrays;

/** Reductions in plain loops. */
public final class ScalarReductions implements ReductionKernels {

  /** Partial sums of a contiguous sum: four vectors of the widest form. */
  private static final int PARTIALS = 64;

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
    for (int o = 0; o < outer; o++) {
      int from = xAt + o * outerStride;
      int to = yAt + o * inner;
      if (inner == 1 && middleStride == 1) {
        y[to] = row(op, middle, x, from);
      } else {
        rows(op, middle, middleStride, inner, x, from, y, to);
      }
    }
  }

  private static void rows(
      ReduceOp op,
      int middle,
      int middleStride,
      int inner,
      float[] x,
      int from,
      float[] y,
      int to) {
    Arrays.fill(y, to, to + inner, identity(op));
    for (int m = 0; m < middle; m++) {
      int at = from + m * middleStride;
      for (int i = 0; i < inner; i++) {
        y[to + i] =
            switch (op) {
              case SUM -> y[to + i] + x[at + i];
              case MAX -> Math.max(y[to + i], x[at + i]);
              case MIN -> Math.min(y[to + i], x[at + i]);
            };
      }
    }
  }

  private static float identity(ReduceOp op) {
    return switch (op) {
      case SUM -> 0;
      case MAX -> Float.NEGATIVE_INFINITY;
      case MIN -> Float.POSITIVE_INFINITY;
    };
  }

  private static float row(ReduceOp op, int n, float[] x, int at) {
    return switch (op) {
      case SUM -> sum(n, x, at);
      case MAX -> {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
          largest = Math.max(largest, x[at + i]);
        }
        yield largest;
      }
      case MIN -> {
        float smallest = Float.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
          smallest = Math.min(smallest, x[at + i]);
        }
        yield smallest;
      }
    };
  }

  /**
   * Element i goes to partial sum i mod 64; then the upper half is added to the lower, to the end.
   */
  private static float sum(int n, float[] x, int at) {
    float[] partials = new float[PARTIALS];
    for (int i = 0; i < n; i++) {
      partials[i % PARTIALS] += x[at + i];
    }
    for (int half = PARTIALS / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        partials[i] += partials[i + half];
      }
    }
    return partials[0];
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
    for (int o = 0; o < outer; o++) {
      Arrays.fill(y, yAt + o * inner, yAt + (o + 1) * inner, 0);
      for (int m = 0; m < middle; m++) {
        int at = xAt + o * outerStride + m * middleStride;
        for (int i = 0; i < inner; i++) {
          y[yAt + o * inner + i] += x[at + i];
        }
      }
    }
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
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int at = xAt + o * outerStride + i;
        int best = 0;
        for (int m = 1; m < middle; m++) {
          if (above(x[at + m * middleStride], x[at + best * middleStride])) {
            best = m;
          }
        }
        y[yAt + o * inner + i] = best;
      }
    }
  }

  /** x > y, where NaN is above all numbers. */
  private static boolean above(float x, float y) {
    return x > y || (Float.isNaN(x) && !Float.isNaN(y));
  }

  @Override
  public void cumSum(
      int outer, int middle, int inner, boolean reverse, float[] x, int xAt, float[] y, int yAt) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        float sum = 0;
        for (int m = 0; m < middle; m++) {
          int at = (o * middle + (reverse ? middle - 1 - m : m)) * inner + i;
          sum += x[xAt + at];
          y[yAt + at] = sum;
        }
      }
    }
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
    for (int r = 0; r < rows; r++) {
      int from = xAt + r * columns;
      int value = valuesAt + r * k;
      int position = positionsAt + r * k;
      for (int i = 0; i < columns; i++) {
        insert(x[from + i], i, Math.min(i, k), k, values, value, positions, position);
      }
    }
  }

  /** Puts a candidate behind those that are not below it, among the {@code found} so far. */
  private static void insert(
      float candidate,
      int index,
      int found,
      int k,
      float[] values,
      int valuesAt,
      int[] positions,
      int positionsAt) {
    int to = found;
    while (to > 0 && above(candidate, values[valuesAt + to - 1])) {
      to--;
    }
    if (to == k) {
      return;
    }
    int moved = Math.min(found, k - 1) - to;
    System.arraycopy(values, valuesAt + to, values, valuesAt + to + 1, moved);
    System.arraycopy(positions, positionsAt + to, positions, positionsAt + to + 1, moved);
    values[valuesAt + to] = candidate;
    positions[positionsAt + to] = index;
  }

  @Override
  public void softmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    for (int r = 0; r < rows; r++) {
      int from = xAt + r * columns;
      int to = yAt + r * columns;
      float largest = row(ReduceOp.MAX, columns, x, from);
      for (int i = 0; i < columns; i++) {
        y[to + i] = ScalarMath.exp(x[from + i] - largest);
      }
      float scale = 1 / sum(columns, y, to);
      for (int i = 0; i < columns; i++) {
        y[to + i] *= scale;
      }
    }
  }

  @Override
  public void logSoftmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    float[] exponentials = new float[columns];
    for (int r = 0; r < rows; r++) {
      int from = xAt + r * columns;
      int to = yAt + r * columns;
      float largest = row(ReduceOp.MAX, columns, x, from);
      for (int i = 0; i < columns; i++) {
        exponentials[i] = ScalarMath.exp(x[from + i] - largest);
      }
      float log = ScalarMath.log(sum(columns, exponentials, 0));
      for (int i = 0; i < columns; i++) {
        y[to + i] = x[from + i] - largest - log;
      }
    }
  }
}
