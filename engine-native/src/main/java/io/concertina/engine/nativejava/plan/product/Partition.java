package io.concertina.engine.nativejava.plan.product;

import io.concertina.engine.nativejava.plan.Grid;

/**
 * How a matrix product falls into parts, in the order in which threads take them.
 *
 * <p>Each thread takes neighbouring parts. To fetch what another core has written costs some
 * hundred nanoseconds a cache line where the two share no cache, so neighbours share what they
 * read: where a layer's weight is small beside its batch, a thread takes rows, the same ones in
 * every layer, and only weights go from core to core; where the weight is large, it takes columns,
 * and only what goes into the layer does.
 */
final class Partition {

  /** Parts that a product should have about, to spread over threads evenly. */
  private static final int PARTS = 16;

  /** Blocks of rows that a product falls into where each thread takes some of the rows. */
  private static final int ROW_BLOCKS = 8;

  /** Rows of such a block at least: nearly whole tiles. */
  private static final int ROWS = 64;

  /** Parts that a product of a single row has at most: each still reads long runs of memory. */
  private static final int ROW_PARTS = 4;

  /** Columns of a part at least: what is read of a row of B is some cache lines long. */
  private static final int COLUMNS = 64;

  /** Rows of other parts are a multiple of every tile height up to 8 but 5 and 7. */
  private static final int ROW_UNIT = 24;

  /** Floats of B up to which each thread may pack all of it: half a second cache. */
  private static final long LARGEST = 1 << 17;

  /** Floats of C up to which whole rows of it are better followed up than panels: 128 KiB. */
  static final int SMALL = 32_768;

  private Partition() {}

  /**
   * The parts of a product. A weight's gradient is made in whole rows: an optimiser's update that
   * follows then runs through memory in order.
   *
   * @param panel columns of a panel
   */
  static Grid of(MatMulStep.Sizes sizes, int panel) {
    int m = sizes.m();
    int n = sizes.n();
    if (sizes.batch() > 1) {
      return new Grid(sizes.batch() * m, n, m, n);
    }
    if (!sizes.isShared()) {
      return Grid.whole(m, n);
    }
    if (sizes.isRow()) {
      int columns = Math.ceilDiv(Math.ceilDiv(n, ROW_PARTS), panel) * panel;
      return new Grid(1, n, 1, columns);
    }
    if (sizes.transposeLeft()) {
      int most = Math.max(1, SMALL / n / ROW_UNIT) * ROW_UNIT;
      return new Grid(m, n, Math.min(most, rows(m, PARTS)), n);
    }
    int columns = Math.ceilDiv(COLUMNS, panel) * panel;
    if (n > columns && hasLargeRight(sizes)) {
      return new Grid(m, n, rows(m, Math.ceilDiv(PARTS, Math.ceilDiv(n, columns))), columns, true);
    }
    return new Grid(m, n, Math.min(m, Math.max(ROWS, Math.ceilDiv(m, ROW_BLOCKS))), columns);
  }

  /** Rows of about so many parts. */
  private static int rows(int m, int parts) {
    return Math.min(m, Math.ceilDiv(Math.ceilDiv(m, parts), ROW_UNIT) * ROW_UNIT);
  }

  private static boolean hasLargeRight(MatMulStep.Sizes sizes) {
    boolean fits = (long) sizes.k() * sizes.n() <= LARGEST;
    return !fits || !isSmallWeight(sizes.m(), sizes.k(), sizes.n());
  }

  /** True if half of a weight is less than half of so many rows of its input and output. */
  static boolean isSmallWeight(long rows, long in, long out) {
    return 2 * in * out <= rows * (in + out);
  }
}
