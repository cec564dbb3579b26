package io.concertina.engine.nativejava.kernel.simd;

/**
 * Which tile.
 *
 * @param rows rows of the rectangle
 * @param vectors vectors per row; also the width of the panel of B
 * @param packed rows of B follow each other as in a panel; else they are a stride apart
 * @param transposeLeft A is stored as [k, m]
 * @param accumulate the sums start from C
 * @param masked the last vector is not full
 */
record TileForm(
    int rows,
    int vectors,
    boolean packed,
    boolean transposeLeft,
    boolean accumulate,
    boolean masked) {

  /** The same tile, adding. */
  TileForm accumulating() {
    return new TileForm(rows, vectors, packed, transposeLeft, true, masked);
  }
}
