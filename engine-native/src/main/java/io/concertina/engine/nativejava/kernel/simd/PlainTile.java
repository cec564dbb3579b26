package io.concertina.engine.nativejava.kernel.simd;

import static java.lang.Math.fma;

import java.util.Arrays;

/**
 * A tile in plain Java, on the same panels.
 *
 * @param form which tile
 * @param lanes lanes of the vectors that the panels are made for
 */
record PlainTile(TileForm form, int lanes) implements Tile {

  private static final int CHAINS = 8;

  @Override
  public void run(
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
      int lastColumns) {
    int columns = (form.vectors() - 1) * lanes + lastColumns;
    int bStep = form.packed() ? form.vectors() * lanes : bStride;
    int aRow = form.transposeLeft() ? 1 : aStride;
    int aStep = form.transposeLeft() ? aStride : 1;
    for (int row = 0; row < form.rows(); row++) {
      int to = cAt + row * cStride;
      if (!form.accumulate()) {
        Arrays.fill(c, to, to + columns, 0);
      }
      chains(columns, k, a, aAt + row * aRow, aStep, b, bAt, bStep, c, to);
    }
  }

  /** c[j] = fma over p ascending of a[p] · b[p, j], from c. */
  static void chains(
      int columns,
      int k,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] c,
      int cAt) {
    int j = 0;
    for (; j <= columns - CHAINS; j += CHAINS) {
      eight(k, a, aAt, aStep, b, bAt + j, bStep, c, cAt + j);
    }
    for (; j < columns; j++) {
      float sum = c[cAt + j];
      for (int p = 0; p < k; p++) {
        sum = fma(a[aAt + p * aStep], b[bAt + p * bStep + j], sum);
      }
      c[cAt + j] = sum;
    }
  }

  /** Eight neighbouring columns, whose sums stay in registers. */
  private static void eight(
      int k, float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, float[] c, int cAt) {
    float c0 = c[cAt];
    float c1 = c[cAt + 1];
    float c2 = c[cAt + 2];
    float c3 = c[cAt + 3];
    float c4 = c[cAt + 4];
    float c5 = c[cAt + 5];
    float c6 = c[cAt + 6];
    float c7 = c[cAt + 7];
    for (int p = 0; p < k; p++) {
      float x = a[aAt + p * aStep];
      int at = bAt + p * bStep;
      c0 = fma(x, b[at], c0);
      c1 = fma(x, b[at + 1], c1);
      c2 = fma(x, b[at + 2], c2);
      c3 = fma(x, b[at + 3], c3);
      c4 = fma(x, b[at + 4], c4);
      c5 = fma(x, b[at + 5], c5);
      c6 = fma(x, b[at + 6], c6);
      c7 = fma(x, b[at + 7], c7);
    }
    c[cAt] = c0;
    c[cAt + 1] = c1;
    c[cAt + 2] = c2;
    c[cAt + 3] = c3;
    c[cAt + 4] = c4;
    c[cAt + 5] = c5;
    c[cAt + 6] = c6;
    c[cAt + 7] = c7;
  }
}
