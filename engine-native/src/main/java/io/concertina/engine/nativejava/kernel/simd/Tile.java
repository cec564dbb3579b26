package io.concertina.engine.nativejava.kernel.simd;

/** The innermost loop of a matrix product: a small rectangle of C whose sums stay in registers. */
interface Tile {

  /**
   * Adds Σ over p of op(A)[i, p] · B[p, j] to the rectangle, or replaces it.
   *
   * @param rows rows of the rectangle; a tile in vectors is made for so many and does not ask
   * @param k size of the shared axis
   * @param a left matrix
   * @param aAt position of the rectangle's first element of op(A)
   * @param aStride distance of two rows of A as stored
   * @param b panel of B, or B itself
   * @param bAt position of the panel
   * @param bStride distance of two rows of B; not used where B is packed
   * @param c result
   * @param cAt position of the rectangle's first element of C
   * @param cStride distance of two rows of C
   * @param lastColumns columns to write of the last vector, at most its lanes
   */
  void run(
      int rows,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float[] c,
      int cAt,
      int cStride,
      int lastColumns);
}
