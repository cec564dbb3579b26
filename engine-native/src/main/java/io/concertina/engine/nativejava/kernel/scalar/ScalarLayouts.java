package io.concertina.engine.nativejava.kernel.scalar;

import io.concertina.engine.nativejava.kernel.LayoutKernels;

/** Moves elements one by one, or in rows where they lie together. */
public final class ScalarLayouts implements LayoutKernels {

  /** Rows that are transposed together: they fill a cache line (benchmark ReductionBenchmark). */
  private static final int BLOCK = 16;

  @Override
  public void transpose(
      int rows, int columns, float[] x, int xAt, int xStride, float[] y, int yAt, int yStride) {
    for (int block = 0; block < rows; block += BLOCK) {
      int end = Math.min(rows, block + BLOCK);
      for (int c = 0; c < columns; c++) {
        for (int r = block; r < end; r++) {
          y[yAt + c * yStride + r] = x[xAt + r * xStride + c];
        }
      }
    }
  }

  @Override
  public void gather(
      int batch,
      int outer,
      int axis,
      int inner,
      int count,
      float[] x,
      int xAt,
      int[] positions,
      int positionsAt,
      float[] y,
      int yAt) {
    for (int block = 0; block < batch * outer; block++) {
      int position = positionsAt + block / outer * count;
      int from = xAt + block * axis * inner;
      int to = yAt + block * count * inner;
      for (int p = 0; p < count; p++) {
        int at = from + Math.clamp(positions[position + p], 0, axis - 1) * inner;
        if (inner == 1) {
          y[to + p] = x[at];
        } else {
          System.arraycopy(x, at, y, to + p * inner, inner);
        }
      }
    }
  }

  @Override
  public void gather(
      int batch,
      int outer,
      int axis,
      int inner,
      int count,
      int[] x,
      int xAt,
      int[] positions,
      int positionsAt,
      int[] y,
      int yAt) {
    for (int block = 0; block < batch * outer; block++) {
      int position = positionsAt + block / outer * count;
      int from = xAt + block * axis * inner;
      int to = yAt + block * count * inner;
      for (int p = 0; p < count; p++) {
        int at = from + Math.clamp(positions[position + p], 0, axis - 1) * inner;
        System.arraycopy(x, at, y, to + p * inner, inner);
      }
    }
  }

  @Override
  public void scatterAdd(
      int batch,
      int outer,
      int axis,
      int inner,
      int count,
      float[] x,
      int xAt,
      int[] positions,
      int positionsAt,
      float[] y,
      int yAt) {
    for (int block = 0; block < batch * outer; block++) {
      int position = positionsAt + block / outer * count;
      int from = xAt + block * count * inner;
      int to = yAt + block * axis * inner;
      for (int p = 0; p < count; p++) {
        int at = to + Math.clamp(positions[position + p], 0, axis - 1) * inner;
        for (int i = 0; i < inner; i++) {
          y[at + i] += x[from + p * inner + i];
        }
      }
    }
  }
}
