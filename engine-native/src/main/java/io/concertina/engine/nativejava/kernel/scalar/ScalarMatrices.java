package io.concertina.engine.nativejava.kernel.scalar;

import io.concertina.engine.nativejava.kernel.MatrixKernels;

/**
 * Matrix products by {@link RowTile}, block by block of the shared axis and down the rows of C.
 *
 * <p>Rows of B are copied anyway when they are multiplied. So its packed form is op(B) row by row,
 * and packing pays only where it transposes.
 */
final class ScalarMatrices implements MatrixKernels {

  private final ScalarLayouts layouts = new ScalarLayouts();
  private final ThreadLocal<RowTile> tiles = ThreadLocal.withInitial(RowTile::new);

  @Override
  public int panelColumns() {
    return RowTile.COLUMNS;
  }

  @Override
  public int packedSize(int k, int n) {
    return Math.multiplyExact(k, n);
  }

  @Override
  public void pack(
      boolean transpose,
      int k,
      int n,
      int from,
      int to,
      float[] b,
      int bAt,
      int bStride,
      float[] packed,
      int packedAt) {
    if (transpose) {
      layouts.transpose(to - from, k, b, bAt + from * bStride, bStride, packed, packedAt + from, n);
      return;
    }
    for (int p = from; p < to; p++) {
      System.arraycopy(b, bAt + p * bStride, packed, packedAt + p * n, n);
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
      int n,
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
    multiplyUnpacked(
        transposeLeft,
        accumulate,
        fromRow,
        toRow,
        fromColumn,
        toColumn,
        n,
        k,
        a,
        aAt,
        aStride,
        packed,
        packedAt,
        n,
        c,
        cAt,
        cStride,
        epilogue);
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
      int n,
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
    int row = transposeLeft ? 1 : aStride;
    int step = transposeLeft ? aStride : 1;
    RowTile tile = tiles.get();
    for (int panel = fromColumn; panel < toColumn; panel += RowTile.COLUMNS) {
      int columns = Math.min(RowTile.COLUMNS, toColumn - panel);
      int p = 0;
      do {
        int part = Math.min(RowTile.SHARED, k - p);
        boolean adds = accumulate || p > 0;
        boolean last = p + part == k;
        tile.loadRight(part, columns, b, bAt + p * bStride + panel, bStride);
        for (int i = fromRow; i < toRow; i += RowTile.ROWS) {
          int rows = Math.min(RowTile.ROWS, toRow - i);
          int from = aAt + i * row + p * step;
          int to = cAt + i * cStride + panel;
          tile.multiply(adds, rows, columns, part, a, from, row, step, c, to, cStride);
          if (last) {
            epilogue.apply(i, i + rows, panel, panel + columns);
          }
        }
        p += part;
      } while (p < k);
    }
  }
}
