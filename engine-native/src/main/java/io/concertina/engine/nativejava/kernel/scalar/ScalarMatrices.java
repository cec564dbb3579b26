package io.concertina.engine.nativejava.kernel.scalar;

import io.concertina.engine.nativejava.kernel.MatrixKernels;

/**
 * Matrix products by {@link RowTile}, panel by panel and down the rows of C.
 *
 * <p>Rows of B are copied anyway when they are multiplied. So a panel is columns of op(B) row by
 * row, and packing pays only where it transposes.
 */
final class ScalarMatrices implements MatrixKernels {

  /** Rows between epilogues; 512 columns of them are 256 KB (benchmark MatrixBenchmark). */
  private static final int EPILOGUE_ROWS = 128;

  private final ScalarLayouts layouts = new ScalarLayouts();
  private final ThreadLocal<RowTile> tiles = ThreadLocal.withInitial(RowTile::new);

  @Override
  public int panelColumns() {
    return RowTile.COLUMNS;
  }

  @Override
  public int packedSize(int k, int columns) {
    return Math.multiplyExact(k, columns);
  }

  @Override
  public void pack(
      boolean transpose,
      int k,
      int fromColumn,
      int toColumn,
      float[] b,
      int bAt,
      int bStride,
      float[] packed,
      int packedAt) {
    for (int panel = fromColumn; panel < toColumn; panel += RowTile.COLUMNS) {
      int columns = Math.min(RowTile.COLUMNS, toColumn - panel);
      int to = packedAt + (panel - fromColumn) * k;
      if (transpose) {
        layouts.transpose(columns, k, b, bAt + panel * bStride, bStride, packed, to, columns);
      } else {
        for (int p = 0; p < k; p++) {
          System.arraycopy(b, bAt + p * bStride + panel, packed, to + p * columns, columns);
        }
      }
    }
  }

  @Override
  public void multiply(
      boolean transposeLeft,
      boolean accumulate,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] packed,
      int packedAt,
      float[] c,
      int cAt,
      int cStride,
      Epilogue epilogue) {
    for (int panel = fromColumn; panel < toColumn; panel += RowTile.COLUMNS) {
      int columns = Math.min(RowTile.COLUMNS, toColumn - panel);
      multiplyUnpacked(
          transposeLeft,
          accumulate,
          fromRow,
          toRow,
          panel,
          panel + columns,
          k,
          a,
          aAt,
          aStride,
          packed,
          packedAt + (panel - fromColumn) * k - panel,
          columns,
          c,
          cAt,
          cStride,
          epilogue);
    }
  }

  @Override
  public boolean prefersUnpacked(boolean transposeRight, int m, int n, int k) {
    return !transposeRight;
  }

  @Override
  public void multiplyUnpacked(
      boolean transposeLeft,
      boolean accumulate,
      int fromRow,
      int toRow,
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
      int cAt,
      int cStride,
      Epilogue epilogue) {
    RowTile tile = tiles.get();
    for (int panel = fromColumn; panel < toColumn; panel += RowTile.COLUMNS) {
      int columns = Math.min(RowTile.COLUMNS, toColumn - panel);
      for (int row = fromRow; row < toRow; row += EPILOGUE_ROWS) {
        int rows = Math.min(EPILOGUE_ROWS, toRow - row);
        int from = aAt + (transposeLeft ? row : row * aStride);
        int to = cAt + row * cStride + panel;
        tile.multiply(
            transposeLeft,
            accumulate,
            rows,
            columns,
            k,
            a,
            from,
            aStride,
            b,
            bAt + panel,
            bStride,
            c,
            to,
            cStride);
        epilogue.apply(row, row + rows, panel, panel + columns);
      }
    }
  }
}
