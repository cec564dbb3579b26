package io.concertina.engine.nativejava.kernel.scalar;

import static java.lang.Math.fma;

import io.concertina.engine.nativejava.kernel.MatrixKernels;
import java.util.Arrays;

/** Matrix products with eight sums of a row in local variables. */
final class ScalarMatrices implements MatrixKernels {

  /** Eight chains of fused multiply-adds hide the latency of one (benchmark MatrixBenchmark). */
  private static final int PANEL = 8;

  @Override
  public int panelColumns() {
    return PANEL;
  }

  @Override
  public int packedSize(int k, int n) {
    return Math.multiplyExact(k, Math.ceilDiv(n, PANEL) * PANEL);
  }

  @Override
  public void pack(
      boolean transpose,
      int k,
      int n,
      int from,
      int to,
      float[] b,
      int bAt,
      int bStride,
      float[] packed,
      int packedAt) {
    int row = transpose ? 1 : bStride;
    int column = transpose ? bStride : 1;
    int fromRow = transpose ? 0 : from;
    int toRow = transpose ? k : to;
    int toColumn = transpose ? to : n;
    for (int panel = transpose ? from : 0; panel < toColumn; panel += PANEL) {
      int at = packedAt + panel * k;
      for (int p = fromRow; p < toRow; p++) {
        for (int j = 0; j < PANEL; j++) {
          boolean inside = panel + j < n;
          packed[at + p * PANEL + j] = inside ? b[bAt + p * row + (panel + j) * column] : 0;
        }
      }
    }
  }

  @Override
  public void multiply(
      boolean transposeLeft,
      boolean accumulate,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      int n,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] packed,
      int packedAt,
      float[] c,
      int cAt,
      int cStride,
      Epilogue epilogue) {
    int row = transposeLeft ? 1 : aStride;
    int step = transposeLeft ? aStride : 1;
    float[] sums = new float[PANEL];
    for (int panel = fromColumn; panel < toColumn; panel += PANEL) {
      int columns = Math.min(PANEL, toColumn - panel);
      for (int i = fromRow; i < toRow; i++) {
        int to = cAt + i * cStride + panel;
        for (int j = 0; j < PANEL; j++) {
          sums[j] = accumulate && j < columns ? c[to + j] : 0;
        }
        chain(k, a, aAt + i * row, step, packed, packedAt + panel * k, sums);
        System.arraycopy(sums, 0, c, to, columns);
      }
      epilogue.apply(fromRow, toRow, panel, panel + columns);
    }
  }

  @Override
  public boolean prefersUnpacked(boolean transposeRight, int m, int n, int k) {
    return !transposeRight && m == 1;
  }

  @Override
  public void multiplyUnpacked(
      boolean transposeLeft,
      boolean accumulate,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      int n,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float[] c,
      int cAt,
      int cStride,
      Epilogue epilogue) {
    int row = transposeLeft ? 1 : aStride;
    int step = transposeLeft ? aStride : 1;
    for (int i = fromRow; i < toRow; i++) {
      int to = cAt + i * cStride;
      if (!accumulate) {
        Arrays.fill(c, to + fromColumn, to + toColumn, 0);
      }
      for (int p = 0; p < k; p++) {
        float x = a[aAt + i * row + p * step];
        for (int j = fromColumn; j < toColumn; j++) {
          c[to + j] = fma(x, b[bAt + p * bStride + j], c[to + j]);
        }
      }
    }
    epilogue.apply(fromRow, toRow, fromColumn, toColumn);
  }

  /** sums[j] = fma over p ascending of a[p] · b[p, j]. */
  private static void chain(int k, float[] a, int aAt, int step, float[] b, int bAt, float[] sums) {
    float c0 = sums[0];
    float c1 = sums[1];
    float c2 = sums[2];
    float c3 = sums[3];
    float c4 = sums[4];
    float c5 = sums[5];
    float c6 = sums[6];
    float c7 = sums[7];
    for (int p = 0; p < k; p++) {
      float x = a[aAt + p * step];
      int at = bAt + p * PANEL;
      c0 = fma(x, b[at], c0);
      c1 = fma(x, b[at + 1], c1);
      c2 = fma(x, b[at + 2], c2);
      c3 = fma(x, b[at + 3], c3);
      c4 = fma(x, b[at + 4], c4);
      c5 = fma(x, b[at + 5], c5);
      c6 = fma(x, b[at + 6], c6);
      c7 = fma(x, b[at + 7], c7);
    }
    sums[0] = c0;
    sums[1] = c1;
    sums[2] = c2;
    sums[3] = c3;
    sums[4] = c4;
    sums[5] = c5;
    sums[6] = c6;
    sums[7] = c7;
  }
}
