package io.concertina.engine.nativejava.kernel.scalar;

import static java.lang.Math.fma;

import java.util.Arrays;

/**
 * A matrix product of few columns in plain Java, its innermost loop in the one form that C2 turns
 * into vectors.
 *
 * <p>C2 vectorises a loop only if no store can meet a load of another iteration. It sees that where
 * all arrays are indexed by the loop variable alone, since two arrays are one or disjoint; it does
 * not where positions are added to it. So every row of B and C is copied to an array of its own.
 * Two more conditions: the loop variable has a known range, else the body counts as too large to be
 * unrolled at all; and the body stays below that limit, which four by four rows just do.
 *
 * <p>Copying is paid for by reuse: a row of B meets all rows of C, a row of C meets a block of the
 * shared axis. Every element of C is one chain of fused multiply-adds in ascending order of the
 * shared axis. Not for use by several threads at once.
 */
public final class RowTile {

  /** Rows of C; with as many rows of B, 16 multiply-adds per 8 loads and 4 stores. */
  private static final int ROWS = 4;

  /**
   * Most columns. The loops before and after the vectors take about as long as 100 columns, and 8
   * rows are to fit the first cache (benchmark MatrixBenchmark, width scalar).
   */
  public static final int COLUMNS = 512;

  /** Most of the shared axis: with 512 columns, 128 KiB of B (the same benchmark). */
  private static final int SHARED = 64;

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

  /** Positions of the rows of C. */
  private final int[] places = new int[ROWS];

  /**
   * C = op(A) · B, or C += op(A) · B.
   *
   * @param transposeLeft op(A) = Aᵀ
   * @param accumulate adds to C instead of replacing it
   * @param rows rows of C
   * @param columns columns of B and C, at most {@link #COLUMNS}
   * @param k size of the shared axis
   * @param a left matrix
   * @param aAt position of the first element of op(A)
   * @param aStride distance of two rows of A as stored
   * @param b right matrix
   * @param bAt position of its first element
   * @param bStride distance of its rows
   * @param c result
   * @param cAt position of its first element
   * @param cStride distance of its rows
   */
  public void multiply(
      boolean transposeLeft,
      boolean accumulate,
      int rows,
      int columns,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float[] c,
      int cAt,
      int cStride) {
    int aRow = transposeLeft ? 1 : aStride;
    int aStep = transposeLeft ? aStride : 1;
    int p = 0;
    do {
      int part = Math.min(SHARED, k - p);
      loadRight(part, columns, b, bAt + p * bStride, bStride);
      for (int i = 0; i < rows; i += ROWS) {
        int height = Math.min(ROWS, rows - i);
        loadLeft(height, part, a, aAt + i * aRow + p * aStep, aRow, aStep);
        for (int r = 0; r < height; r++) {
          places[r] = cAt + (i + r) * cStride;
        }
        block(accumulate || p > 0, height, columns, part, c);
      }
      p += part;
    } while (p < k);
  }

  /**
   * Rows of a gathered product, or what a part of the shared axis gives to them.
   *
   * @param accumulate adds to C instead of replacing it
   * @param count number of rows
   * @param columns columns of B and C, at most {@link #COLUMNS}
   * @param from first element of the shared axis
   * @param end element after the last
   * @param a array of the left factor
   * @param aAt added to its positions
   * @param rows positions of its rows
   * @param row the first of them
   * @param shared what each element of the shared axis adds to them
   * @param right position of each row of B
   * @param b right factor
   * @param bAt added to its positions
   * @param c result
   * @param cAt added to its positions
   * @param targets positions of its rows
   */
  public void gather(
      boolean accumulate,
      int count,
      int columns,
      int from,
      int end,
      float[] a,
      int aAt,
      int[] rows,
      int row,
      int[] shared,
      int[] right,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int[] targets) {
    int p = from;
    do {
      int part = Math.min(SHARED, end - p);
      for (int q = 0; q < part; q++) {
        System.arraycopy(b, bAt + right[p + q], this.right[q], 0, columns);
      }
      padRight(part, columns);
      for (int i = 0; i < count; i += ROWS) {
        int height = Math.min(ROWS, count - i);
        for (int r = 0; r < height; r++) {
          int first = aAt + rows[row + i + r];
          for (int q = 0; q < part; q++) {
            left[q * ROWS + r] = a[first + shared[p + q]];
          }
          places[r] = cAt + targets[row + i + r];
        }
        padLeft(part);
        block(accumulate || p > from, height, columns, part, c);
      }
      p += part;
    } while (p < end);
  }

  /** Copies rows of B. */
  private void loadRight(int rows, int columns, float[] b, int bAt, int bStride) {
    for (int p = 0; p < rows; p++) {
      System.arraycopy(b, bAt + p * bStride, right[p], 0, columns);
    }
    padRight(rows, columns);
  }

  private void padRight(int rows, int columns) {
    for (int p = rows; p % STEP != 0; p++) {
      Arrays.fill(right[p], 0, columns, 0);
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
    padLeft(k);
  }

  private void padLeft(int k) {
    for (int p = k; p % STEP != 0; p++) {
      Arrays.fill(left, p * ROWS, (p + 1) * ROWS, -0f);
    }
  }

  /** Multiplies what was loaded, for rows and columns of C. */
  private void block(boolean accumulate, int rows, int columns, int k, float[] c) {
    for (int r = 0; r < rows; r++) {
      if (accumulate) {
        System.arraycopy(c, places[r], sums[r], 0, columns);
      } else {
        Arrays.fill(sums[r], 0, columns, 0);
      }
    }
    for (int p = 0; p < k; p += STEP) {
      if (rows == 1) {
        one(columns, p);
      } else {
        four(columns, p);
      }
    }
    for (int r = 0; r < rows; r++) {
      System.arraycopy(sums[r], 0, c, places[r], columns);
    }
  }

  /** sums[0][j] += Σ over q &lt; 4, ascending, of left[p + q, 0] · right[p + q][j]. */
  private void one(int columns, int p) {
    float x0 = left[p * ROWS];
    float x1 = left[p * ROWS + ROWS];
    float x2 = left[p * ROWS + 2 * ROWS];
    float x3 = left[p * ROWS + 3 * ROWS];
    float[] b0 = right[p];
    float[] b1 = right[p + 1];
    float[] b2 = right[p + 2];
    float[] b3 = right[p + 3];
    float[] c = sums[0];
    int end = Math.min(columns, COLUMNS);
    for (int j = 0; j < end; j++) {
      c[j] = fma(x3, b3[j], fma(x2, b2[j], fma(x1, b1[j], fma(x0, b0[j], c[j]))));
    }
  }

  /** sums[r][j] += Σ over q &lt; 4, ascending, of left[p + q, r] · right[p + q][j]. */
  private void four(int columns, int p) {
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
