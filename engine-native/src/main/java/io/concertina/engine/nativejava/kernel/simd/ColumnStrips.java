package io.concertina.engine.nativejava.kernel.simd;

/**
 * Copies of strips of columns of a matrix whose rows lie a power of two apart.
 *
 * <p>A tile of op(A) = Aᵀ walks down a few columns of A. Where its rows are a large power of two
 * apart, they all fall into the same few sets of the caches and evict each other; side by side they
 * do not.
 */
final class ColumnStrips {

  /** Rows this many floats apart, or a multiple, share sets (benchmark MatrixBenchmark). */
  private static final int CONFLICT = 128;

  /**
   * Fewer rows of A than this stay in the cache in spite of conflicts (benchmark MatrixBenchmark).
   */
  private static final int LEAST_SHARED = 64;

  /** Fewer columns of C than this do not pay for the copy (benchmark MatrixBenchmark). */
  private static final int LEAST_COLUMNS = 96;

  private final int columns;
  private final ThreadLocal<float[]> strip;

  ColumnStrips(int columns, int rows) {
    this.columns = columns;
    this.strip = ThreadLocal.withInitial(() -> new float[columns * rows]);
  }

  /** True if a product of these sizes is faster from copies. */
  boolean pay(int rowsOfC, int columnsOfC, int k, int aStride) {
    return aStride % CONFLICT == 0
        && k >= LEAST_SHARED
        && rowsOfC > 1
        && columnsOfC >= LEAST_COLUMNS;
  }

  /** The strip, rows {@code columns} apart, which is this thread's until the next call. */
  float[] copy(int count, int rows, float[] a, int aAt, int aStride) {
    float[] copy = strip.get();
    for (int p = 0; p < rows; p++) {
      System.arraycopy(a, aAt + p * aStride, copy, p * columns, count);
    }
    return copy;
  }
}
