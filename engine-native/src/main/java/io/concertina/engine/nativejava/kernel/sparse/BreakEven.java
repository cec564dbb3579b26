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

  /** What the benchmark SparseBenchmark showed. */
  public static final BreakEven MEASURED = new BreakEven(0.3, 0.25, 0.6, 0.6, 0.4);

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
