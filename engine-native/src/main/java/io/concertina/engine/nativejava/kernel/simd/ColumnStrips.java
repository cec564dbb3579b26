package io.concertina.engine.nativejava.kernel.simd;

/**
 * Transposed copies of strips of columns of A, for products with op(A) = Aᵀ.
 *
 * <p>A tile that walks down a few columns of A uses a fraction of every cache line, and where the
 * rows of A are a power of two apart, the lines evict each other. A transposed copy of as many
 * columns as fit the second cache is read along its rows, by all panels of B.
 */
final class ColumnStrips {

  /** A shorter shared axis stays in the first cache as it is (benchmark MatrixBenchmark, TN). */
  private static final int LEAST_SHARED = 64;

  /** Fewer columns of C do not pay for the copy (benchmark MatrixBenchmark, TN). */
  private static final int LEAST_COLUMNS = 128;

  /**
   * Distance of the rows of the copy beyond their length, so that they fall into different sets.
   */
  private static final int GAP = 16;

  private final int columns;
  private final int stride;
  private final SimdLayouts layouts;
  private final ThreadLocal<float[]> strip;

  /** For strips of at most so many columns and rows of A. */
  ColumnStrips(int columns, int rows, SimdLayouts layouts) {
    this.columns = columns;
    this.stride = rows + GAP;
    this.layouts = layouts;
    this.strip = ThreadLocal.withInitial(() -> new float[columns * stride]);
  }

  /** True if a product of these sizes is faster from copies. */
  boolean pay(int rowsOfC, int columnsOfC, int k) {
    return rowsOfC > 1 && k >= LEAST_SHARED && columnsOfC >= LEAST_COLUMNS;
  }

  /** Columns of a strip. */
  int columns() {
    return columns;
  }

  /** Distance of the rows of a copy. */
  int stride() {
    return stride;
  }

  /** A copy of {@code count} columns and {@code rows} rows, this thread's until the next call. */
  float[] copy(int count, int rows, float[] a, int aAt, int aStride) {
    float[] copy = strip.get();
    layouts.transpose(rows, count, a, aAt, aStride, copy, 0, stride);
    return copy;
  }
}
