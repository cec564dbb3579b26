package io.concertina.engine.nativejava.kernel.sparse;

/**
 * Shares of a matrix up to which leaving out the rest is faster than the dense product.
 *
 * @param rowNumbers of single numbers, for products of one row
 * @param numbers of single numbers, for products of many rows, which the dense product is better at
 * @param rowBlocks of blocks, for products of one row
 * @param blocks of blocks, for products of many rows
 * @param filled share of numbers in the blocks that are there, from which blocks beat numbers
 */
public record BreakEven(
    double rowNumbers, double numbers, double rowBlocks, double blocks, double filled) {

  /**
   * From the benchmark SparseBenchmark, us. 256 rows: dense 2217; numbers 2276, 2113, 1448, 1045 at
   * shares of 0.5, 0.4, 0.3, 0.2; blocks 2122, 1723, 1652, 1262 at 0.9, 0.8, 0.7, 0.5. One row, two
   * runs: dense 36 and 42; numbers 44 and 65 at 0.2, 57 at 0.15, 32 at 0.1 (these three with errors
   * as large); blocks 29 at 0.9, 14 at 0.5.
   */
  public static final BreakEven MEASURED = new BreakEven(0.13, 0.3, 0.8, 0.8, 0.5);

  /** Every matrix stays dense that is not all zeros. */
  public static final BreakEven NEVER = new BreakEven(0, 0, 0, 0, 0);

  /** No matrix stays dense; blocks are used if they are full. */
  public static final BreakEven ALWAYS = new BreakEven(1, 1, 1, 1, 1);

  double numbers(int rows) {
    return rows == 1 ? rowNumbers : numbers;
  }

  double blocks(int rows) {
    return rows == 1 ? rowBlocks : blocks;
  }
}
