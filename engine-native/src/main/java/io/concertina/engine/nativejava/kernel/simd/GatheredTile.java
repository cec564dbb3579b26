package io.concertina.engine.nativejava.kernel.simd;

/** The innermost loop of a gathered product: some rows of C, whose sums stay in registers. */
interface GatheredTile {

  /**
   * Adds Σ over q of a[aAt + rows[row + r] + shared[p + q]] · b[bAt + q · stride + j] to the rows,
   * or replaces them.
   *
   * @param k how many q
   * @param row first row
   * @param p first element of the shared axis
   * @param lastColumns columns to write of the last vector, at most its lanes
   */
  void run(
      int k,
      float[] a,
      int aAt,
      int[] rows,
      int row,
      int[] shared,
      int p,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int[] targets,
      int lastColumns);
}
