package io.concertina.engine.nativejava.kernel.sparse;

import java.util.Optional;

/**
 * How much of a matrix B [k, n] is not zero.
 *
 * @param k rows
 * @param n columns
 * @param lanes columns of a block
 * @param numbers how many elements are not 0
 * @param blocks how many blocks of one row and {@code lanes} columns are not all 0
 */
public record Density(int k, int n, int lanes, int numbers, int blocks) {

  /** Below so many elements a dense product takes no time anyway. */
  private static final int SMALL = 2_048;

  /** Counts. */
  public static Density of(int k, int n, int lanes, float[] b, int bAt) {
    int numbers = 0;
    int blocks = 0;
    for (int p = 0; p < k; p++) {
      int row = bAt + p * n;
      for (int j = 0; j < n; j += lanes) {
        int before = numbers;
        for (int i = j; i < Math.min(n, j + lanes); i++) {
          numbers += b[row + i] != 0 ? 1 : 0;
        }
        blocks += numbers > before ? 1 : 0;
      }
    }
    return new Density(k, n, lanes, numbers, blocks);
  }

  static boolean isZero(float[] b, int at, int count) {
    for (int i = 0; i < count; i++) {
      if (b[at + i] != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The matrix in the form that multiplies fastest with so many rows; empty if that is the dense
   * one.
   */
  public Optional<SparseMatrix> compress(int rows, BreakEven breakEven, float[] b, int bAt) {
    double size = (double) k * n;
    if (size < SMALL) {
      return Optional.empty();
    }
    double stored = (double) blocks * lanes;
    if (stored <= breakEven.blocks(rows) * size && numbers >= breakEven.filled() * stored) {
      return Optional.of(Blocks.of(this, b, bAt));
    }
    if (numbers > breakEven.numbers(rows) * size) {
      return Optional.empty();
    }
    Columns columns = Columns.of(this, b, bAt);
    return Optional.of(rows == 1 ? Slices.of(columns, lanes) : columns);
  }
}
