package io.concertina.engine.nativejava.kernel.simd;

/** Transposes square blocks of as many rows as a vector has lanes. */
interface Transposition {

  /**
   * y[c, r] = x[r, c] for a run of blocks side by side in x and one below the other in y.
   *
   * @param blocks how many blocks
   * @param x source
   * @param xAt position of its first element
   * @param xStride distance of its rows
   * @param y target
   * @param yAt position of its first element
   * @param yStride distance of its rows
   */
  void blocks(int blocks, float[] x, int xAt, int xStride, float[] y, int yAt, int yStride);
}
