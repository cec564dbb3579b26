package io.concertina.engine.nativejava.kernel.simd;

/**
 * Which gathered tile.
 *
 * @param rows rows of C
 * @param vectors vectors per row
 * @param step distance of neighbouring rows of A, a constant of the code; {@link #TABLE} if it
 *     varies
 * @param stride distance of two rows of B, a constant of the code
 * @param accumulate the sums start from C
 * @param masked the last vector is not full
 */
record GatheredForm(
    int rows, int vectors, int step, int stride, boolean accumulate, boolean masked) {

  /** The position of each row comes from the table. */
  static final int TABLE = -1;
}
