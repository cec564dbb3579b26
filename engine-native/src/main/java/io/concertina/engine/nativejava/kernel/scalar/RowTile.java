package io.concertina.engine.nativejava.kernel.scalar;

import static java.lang.Math.fma;

import java.util.Arrays;

/**
 * The innermost loop of a matrix product, C += A · B for a few rows of C and a block of the shared
 * axis, in the one form that C2 turns into vectors.
 *
 * <p>C2 vectorises a loop only if no store can meet a load of another iteration. It sees that where
 * all arrays are indexed by the loop variable alone, since two arrays are one or disjoint; it does
 * not where positions are added to it. So every row of B and C is copied to an array of its own.
 * Two more conditions: the loop variable has a known range, else the body counts as too large to be
 * unrolled at all; and the body stays below that limit, which four by four rows just do.
 *
 * <p>Copying is paid for by reuse: a row of B meets all rows of C of a call, a row of C meets a
 * whole block of the shared axis. Not for use by several threads at once.
 */
final class RowTile {

  /** Rows of C; with as many rows of B, 16 multiply-adds per 8 loads and 4 stores. */
  static final int ROWS = 4;

  /**
   * Most columns. The loops before and after the vectors take about as long as 100 columns, and 8
   * rows are to fit the first cache (benchmark MatrixBenchmark, width scalar).
   */
  static final int COLUMNS = 512;

  /** Most of the shared axis: with 512 columns, 128 KiB of B (the same benchmark). */
  static final int SHARED = 64;

  /** Rows of B per pass. */
  private static final int STEP = 4;

  /**
   * Floats of a row: with the header of an array a multiple of a cache line, so that rows allocated
   * one after the other are aligned alike, and not a power of 2, which would share cache sets.
   */
  private static final int LENGTH = COLUMNS + 12;

  private final float[] left = new float[ROWS * SHARED];
  private final float[][] right = new float[SHARED][LENGTH];
  private final float[][] sums = new float[ROWS][LENGTH];

  /** Copies rows of B. */
  void loadRight(int rows, int columns, float[] b, int bAt, int bStride) {
    for (int p = 0; p < rows; p++) {
      System.arraycopy(b, bAt + p * bStride, right[p], 0, columns);
    }
    for (int p = rows; p % STEP != 0; p++) {
      Arrays.fill(right[p], 0, columns, 0);
    }
  }

  /**
   * Multiplies the rows of B that were loaded.
   *
   * @param accumulate adds to C instead of replacing it
   * @param rows rows of C, at most {@link #ROWS}
   * @param columns columns of C, as of B
   * @param k rows of B
   * @param a left matrix
   * @param aAt position of its element (0, 0)
   * @param aRow distance of its rows
   * @param aStep distance of its columns
   * @param c result
   * @param cAt position of its element (0, 0)
   * @param cStride distance of its rows
   */
  void multiply(
      boolean accumulate,
      int rows,
      int columns,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] c,
      int cAt,
      int cStride) {
    loadLeft(rows, k, a, aAt, aRow, aStep);
    for (int r = 0; r < rows; r++) {
      if (accumulate) {
        System.arraycopy(c, cAt + r * cStride, sums[r], 0, columns);
      } else {
        Arrays.fill(sums[r], 0, columns, 0);
      }
    }
    for (int p = 0; p < k; p += STEP) {
      pass(columns, p);
    }
    for (int r = 0; r < rows; r++) {
      System.arraycopy(sums[r], 0, c, cAt + r * cStride, columns);
    }
  }

  /**
   * Copies A, column by column. Beyond its columns, -0 times the zeros of B leaves every sum as it
   * is, -0 included; the sums beyond its rows are not used.
   */
  private void loadLeft(int rows, int k, float[] a, int aAt, int aRow, int aStep) {
    for (int r = 0; r < rows; r++) {
      for (int p = 0; p < k; p++) {
        left[p * ROWS + r] = a[aAt + r * aRow + p * aStep];
      }
    }
    for (int p = k; p % STEP != 0; p++) {
      Arrays.fill(left, p * ROWS, (p + 1) * ROWS, -0f);
    }
  }

  /** sums[r][j] += Σ over q &lt; 4, ascending, of left[p + q, r] · right[p + q][j]. */
  private void pass(int columns, int p) {
    float[] x = left;
    int at = p * ROWS;
    float x00 = x[at];
    float x10 = x[at + 1];
    float x20 = x[at + 2];
    float x30 = x[at + 3];
    float x01 = x[at + 4];
    float x11 = x[at + 5];
    float x21 = x[at + 6];
    float x31 = x[at + 7];
    float x02 = x[at + 8];
    float x12 = x[at + 9];
    float x22 = x[at + 10];
    float x32 = x[at + 11];
    float x03 = x[at + 12];
    float x13 = x[at + 13];
    float x23 = x[at + 14];
    float x33 = x[at + 15];
    float[] b0 = right[p];
    float[] b1 = right[p + 1];
    float[] b2 = right[p + 2];
    float[] b3 = right[p + 3];
    float[] c0 = sums[0];
    float[] c1 = sums[1];
    float[] c2 = sums[2];
    float[] c3 = sums[3];
    int end = Math.min(columns, COLUMNS);
    for (int j = 0; j < end; j++) {
      float y0 = b0[j];
      float y1 = b1[j];
      float y2 = b2[j];
      float y3 = b3[j];
      c0[j] = fma(x03, y3, fma(x02, y2, fma(x01, y1, fma(x00, y0, c0[j]))));
      c1[j] = fma(x13, y3, fma(x12, y2, fma(x11, y1, fma(x10, y0, c1[j]))));
      c2[j] = fma(x23, y3, fma(x22, y2, fma(x21, y1, fma(x20, y0, c2[j]))));
      c3[j] = fma(x33, y3, fma(x32, y2, fma(x31, y1, fma(x30, y0, c3[j]))));
    }
  }
}
