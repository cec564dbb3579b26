package io.concertina.engine.nativejava.kernel.simd;

/**
 * Which tile.
 *
 * @param rows rows of the rectangle
 * @param vectors vectors per row; also the width of the panel of B
 * @param transposeLeft A is stored as [k, m]
 * @param accumulate the sums start from C
 * @param masked the last vector is not full
 */
record TileForm(int rows, int vectors, boolean transposeLeft, boolean accumulate, boolean masked) {}
