package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.LayoutKernels;
import io.concertina.engine.nativejava.kernel.scalar.ScalarLayouts;

/** Transposition by blocks in registers; gather and scatter in the scalar form. */
final class SimdLayouts implements LayoutKernels {

  private final int lanes;
  private final Transposition transposition;
  private final ScalarLayouts scalar = new ScalarLayouts();

  SimdLayouts(Width width) {
    this.lanes = width.lanes();
    this.transposition = TranspositionAssembler.assemble(width);
  }

  @Override
  public void transpose(
      int rows, int columns, float[] x, int xAt, int xStride, float[] y, int yAt, int yStride) {
    int fullRows = rows - rows % lanes;
    int fullColumns = columns - columns % lanes;
    for (int r = 0; r < fullRows; r += lanes) {
      transposition.blocks(fullColumns / lanes, x, xAt + r * xStride, xStride, y, yAt + r, yStride);
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
