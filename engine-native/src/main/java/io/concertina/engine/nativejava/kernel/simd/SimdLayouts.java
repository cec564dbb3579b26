package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.LayoutKernels;
import io.concertina.engine.nativejava.kernel.scalar.ScalarLayouts;

/** Transposition by blocks in registers; gather and scatter in the scalar form. */
final class SimdLayouts implements LayoutKernels {

  /**
   * Columns that go together, so that a line of the target is complete before it leaves the cache.
   */
  private static final int COLUMNS = 64;

  private final int lanes;
  private final Transposition transposition;
  private final ScalarLayouts scalar = new ScalarLayouts();

  SimdLayouts(Width width, Parts parts) {
    this.lanes = width.lanes();
    this.transposition = parts.transposition();
  }

  @Override
  public void transpose(
      int rows, int columns, float[] x, int xAt, int xStride, float[] y, int yAt, int yStride) {
    int fullRows = rows - rows % lanes;
    int fullColumns = columns - columns % lanes;
    for (int c = 0; c < fullColumns; c += COLUMNS) {
      int blocks = Math.min(COLUMNS, fullColumns - c) / lanes;
      for (int r = 0; r < fullRows; r += lanes) {
        int from = xAt + r * xStride + c;
        transposition.blocks(blocks, x, from, xStride, y, yAt + c * yStride + r, yStride);
      }
    }
    scalar.transpose(
        fullRows,
        columns - fullColumns,
        x,
        xAt + fullColumns,
        xStride,
        y,
        yAt + fullColumns * yStride,
        yStride);
    scalar.transpose(
        rows - fullRows, columns, x, xAt + fullRows * xStride, xStride, y, yAt + fullRows, yStride);
  }

  @Override
  public void gather(
      int batch,
      int outer,
      int axis,
      int inner,
      int count,
      float[] x,
      int xAt,
      int[] positions,
      int positionsAt,
      float[] y,
      int yAt) {
    scalar.gather(batch, outer, axis, inner, count, x, xAt, positions, positionsAt, y, yAt);
  }

  @Override
  public void gather(
      int batch,
      int outer,
      int axis,
      int inner,
      int count,
      int[] x,
      int xAt,
      int[] positions,
      int positionsAt,
      int[] y,
      int yAt) {
    scalar.gather(batch, outer, axis, inner, count, x, xAt, positions, positionsAt, y, yAt);
  }

  @Override
  public void scatterAdd(
      int batch,
      int outer,
      int axis,
      int inner,
      int count,
      float[] x,
      int xAt,
      int[] positions,
      int positionsAt,
      float[] y,
      int yAt) {
    scalar.scatterAdd(batch, outer, axis, inner, count, x, xAt, positions, positionsAt, y, yAt);
  }
}
