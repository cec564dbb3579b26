package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.MatrixKernels;

/**
 * Matrix products out of tiles.
 *
 * <p>B lies in panels as wide as a tile, the last one only as many vectors wide as it needs. The
 * shared axis is cut so that a panel stays in the second cache, the rows so that their part of A
 * does; within such a block, panel by panel, tiles run down the rows.
 */
final class SimdMatrices implements MatrixKernels {

  /** Floats of A per block of rows: 512 KB (benchmark MatrixBenchmark). */
  private static final int BLOCK_FLOATS = 1 << 17;

  /**
   * Longest part of the shared axis: a panel of 64 columns is 256 KB (benchmark MatrixBenchmark).
   */
  private static final int BLOCK_SHARED = 1024;

  /** The same where B is as it is, whose rows are far apart (benchmark MatrixBenchmark, TN). */
  private static final int UNPACKED_SHARED = 256;

  /** Rows between epilogues: 64 columns of them fit the first cache (benchmark MatrixBenchmark). */
  private static final int EPILOGUE_ROWS = 96;

  /** Rows of C below which packing B never pays (benchmark MatrixBenchmark). */
  private static final int UNPACKED_ROWS = 32;

  /** Rows of C up to which a B of at most so many floats is best left as it is, too. */
  private static final int FEW_ROWS = 128;

  private static final int FEW_ROWS_FLOATS = 1 << 19;

  /** The same for more rows, if a row of a panel is long (benchmark MatrixBenchmark, 512 bits). */
  private static final int MANY_ROWS_FLOATS = 1 << 18;

  private static final int LONG_ROW = 64;

  /** In place of the stride of B where it is packed. */
  private static final int PACKED = -1;

  private final int lanes;
  private final int panelColumns;
  private final Tiles tiles;
  private final Packing packing;
  private final RowProduct row;

  SimdMatrices(Width width, Parts parts, SimdLayouts layouts) {
    this.lanes = width.lanes();
    this.panelColumns = width.tileVectors() * lanes;
    this.tiles = new Tiles(width, parts);
    this.row = parts.rowProduct();
    this.packing = new Packing(lanes, panelColumns, layouts);
  }

  @Override
  public int panelColumns() {
    return panelColumns;
  }

  @Override
  public int packedSize(int k, int columns) {
    return Math.multiplyExact(k, Math.ceilDiv(columns, lanes) * lanes);
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
    if (transpose) {
      packing.transposed(k, fromColumn, toColumn, b, bAt, bStride, packed, packedAt);
    } else {
      packing.straight(k, fromColumn, toColumn, b, bAt, bStride, packed, packedAt);
    }
  }

  @Override
  public boolean prefersUnpacked(boolean transposeRight, int m, int n, int k) {
    if (transposeRight || m < UNPACKED_ROWS) {
      return !transposeRight;
    }
    boolean longRows = panelColumns >= LONG_ROW;
    int most = m <= FEW_ROWS ? FEW_ROWS_FLOATS : longRows ? MANY_ROWS_FLOATS : 0;
    return (long) n * k <= most;
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
    product(
        transposeLeft,
        accumulate,
        fromRow,
        toRow,
        fromColumn,
        toColumn,
        k,
        a,
        aAt,
        aStride,
        packed,
        packedAt,
        PACKED,
        c,
        cAt,
        cStride,
        epilogue);
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
    if (toRow - fromRow == 1) {
      int from = aAt + (transposeLeft ? fromRow : fromRow * aStride);
      int to = cAt + fromRow * cStride;
      int step = transposeLeft ? aStride : 1;
      row.run(accumulate, fromColumn, toColumn, k, a, from, step, b, bAt, bStride, c, to);
      epilogue.apply(fromRow, toRow, fromColumn, toColumn);
      return;
    }
    product(
        transposeLeft,
        accumulate,
        fromRow,
        toRow,
        fromColumn,
        toColumn,
        k,
        a,
        aAt,
        aStride,
        b,
        bAt,
        bStride,
        c,
        cAt,
        cStride,
        epilogue);
  }

  private void product(
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
    boolean isPacked = bStride == PACKED;
    int most = isPacked ? BLOCK_SHARED : UNPACKED_SHARED;
    int rows = Math.max(EPILOGUE_ROWS, BLOCK_FLOATS / Math.clamp(k, 1, most));
    int p = 0;
    do {
      int part = Math.min(k - p, most);
      boolean last = p + part == k;
      for (int row = fromRow; row < toRow; row += rows) {
        int end = Math.min(toRow, row + rows);
        int from = aAt + (transposeLeft ? p * aStride : p);
        for (int panel = fromColumn; panel < toColumn; panel += panelColumns) {
          int columns = Math.min(panelColumns, toColumn - panel);
          panel(
              transposeLeft,
              accumulate || p > 0,
              row,
              end,
              panel,
              columns,
              part,
              a,
              from,
              aStride,
              b,
              isPacked
                  ? bAt + (panel - fromColumn) * k + p * packing.padded(columns)
                  : bAt + p * bStride + panel,
              bStride,
              c,
              cAt,
              cStride,
              last ? epilogue : Epilogue.NONE);
        }
      }
      p += part;
    } while (p < k);
  }

  /** Tiles of about equal height down the rows of one panel. */
  private void panel(
      boolean transposeLeft,
      boolean accumulate,
      int fromRow,
      int toRow,
      int panel,
      int columns,
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
    int vectors = Math.ceilDiv(columns, lanes);
    int lastColumns = columns - (vectors - 1) * lanes;
    boolean masked = lastColumns < lanes;
    boolean packed = bStride == PACKED;
    int count = Math.ceilDiv(toRow - fromRow, tiles.rows(vectors));
    int low = (toRow - fromRow) / count;
    int higher = (toRow - fromRow) % count;
    int row = fromRow;
    int pending = fromRow;
    int t = 0;
    while (t < count) {
      int height = t < higher ? low + 1 : low;
      Deferred<Tile> tile = tiles.get(height, vectors, packed, transposeLeft, accumulate, masked);
      long work = (long) height * columns * k;
      Tile form = tile.form(work);
      int end = row + height;
      t++;
      while (tile.isPlain(form) && end - pending < EPILOGUE_ROWS && t < count) {
        end += t < higher ? low + 1 : low;
        t++;
      }
      int from = aAt + (transposeLeft ? row : row * aStride);
      int to = cAt + row * cStride + panel;
      form.run(end - row, k, a, from, aStride, b, bAt, bStride, c, to, cStride, lastColumns);
      tile.done(form, work);
      row = end;
      if (row - pending >= EPILOGUE_ROWS || row == toRow) {
        epilogue.apply(pending, row, panel, panel + columns);
        pending = row;
      }
    }
  }
}
