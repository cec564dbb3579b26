package io.concertina.engine.nativejava.kernel.simd;

/** The product of one row with a matrix: every element of the matrix is read once. */
interface RowProduct {

  /**
   * c[j] = fma over p ascending of a[p] · b[p, j], from 0 or from c.
   *
   * @param accumulate starts from c
   * @param fromColumn first column
   * @param toColumn column after the last
   * @param k size of the shared axis
   * @param a row
   * @param aAt position of its first element
   * @param aStride distance of its elements
   * @param b matrix [k, n]
   * @param bAt position of element (0, 0)
   * @param bStride distance of its rows
   * @param c row of the result
   * @param cAt position of column 0
   */
  void run(
      boolean accumulate,
      int fromColumn,
      int toColumn,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float[] c,
      int cAt);
}
