package io.concertina.engine.nativejava.kernel.simd;

/** The innermost loop of a gathered product: some rows of C, whose sums stay in registers. */
interface GatheredTile {

  /**
   * Adds Σ over q of a[aAt + rows[row + r] + shared[q]] · b[bAt + right[q] + j] to the rows, or
   * replaces them.
   *
   * @param p first q
   * @param end the q after the last
   * @param row first row
   * @param lastColumns columns to write of the last vector, at most its lanes
   */
  void run(
      int p,
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
      int[] targets,
      int lastColumns);
}
