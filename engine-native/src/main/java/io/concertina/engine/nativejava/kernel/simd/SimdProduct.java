package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.Matrix;
import io.concertina.engine.nativejava.kernel.Product;

/**
 * A matrix product out of tiles.
 *
 * <p>B lies in panels as wide as a tile, the last one only as many vectors wide as it needs. The
 * shared axis is cut so that a panel stays in the second cache, the rows so that their part of A
 * does; within such a block, panel by panel, tiles run down the rows.
 */
final class SimdProduct implements Product {

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

  private final boolean accumulate;
  private final int k;
  private final float[] a;
  private final int aAt;
  private final int aStride;
  private final boolean transposeLeft;
  private final boolean isPacked;
  private final float[] b;
  private final int bAt;
  private final int bStride;
  private final int packedColumns;
  private final float[] c;
  private final int cAt;
  private final int cStride;
  private final int cRows;
  private final int lanes;
  private final int panelColumns;
  private final Tiles tiles;
  private final RowProduct row;

  SimdProduct(
      boolean accumulate,
      int k,
      Matrix left,
      Right right,
      Target target,
      int lanes,
      Tiles tiles,
      RowProduct row) {
    this.accumulate = accumulate;
    this.k = k;
    this.a = left.elements();
    this.aAt = left.at();
    this.aStride = left.stride();
    this.transposeLeft = left.transposed();
    switch (right) {
      case Matrix matrix -> {
        this.isPacked = false;
        this.b = matrix.elements();
        this.bAt = matrix.at();
        this.bStride = matrix.stride();
        this.packedColumns = 1;
      }
      case Packed panels -> {
        this.isPacked = true;
        this.b = panels.floats();
        this.bAt = 0;
        this.bStride = 0;
        this.packedColumns = panels.columns();
      }
    }
    this.c = target.elements();
    this.cAt = target.at();
    this.cStride = target.stride();
    this.cRows = target.rows();
    this.lanes = lanes;
    this.panelColumns = tiles.columns();
    this.tiles = tiles;
    this.row = row;
  }

  @Override
  public void run(int fromRow, int toRow, int fromColumn, int toColumn, Epilogue epilogue) {
    if (!isPacked && toRow - fromRow == 1) {
      single(fromRow, fromColumn, toColumn);
      epilogue.apply(fromRow, toRow, fromColumn, toColumn);
    } else {
      blocks(fromRow, toRow, fromColumn, toColumn, epilogue);
    }
  }

  private void single(int i, int fromColumn, int toColumn) {
    int from = aAt + (transposeLeft ? i : i * aStride);
    int step = transposeLeft ? aStride : 1;
    int to = cAt + i % cRows * cStride;
    row.run(accumulate, fromColumn, toColumn, k, a, from, step, b, bAt, bStride, c, to);
  }

  private void blocks(int fromRow, int toRow, int fromColumn, int toColumn, Epilogue epilogue) {
    int most = isPacked ? BLOCK_SHARED : UNPACKED_SHARED;
    int rows = Math.max(EPILOGUE_ROWS, BLOCK_FLOATS / Math.clamp(k, 1, most));
    int p = 0;
    do {
      int part = Math.min(k - p, most);
      Epilogue last = p + part == k ? epilogue : Epilogue.NONE;
      for (int i = fromRow; i < toRow; i += rows) {
        int end = Math.min(toRow, i + rows);
        for (int panel = fromColumn; panel < toColumn; panel += panelColumns) {
          int columns = Math.min(panelColumns, toColumn - panel);
          panel(i, end, panel, columns, p, part, last);
        }
      }
      p += part;
    } while (p < k);
  }

  /** Tiles of about equal height down the rows of one panel, for a part of the shared axis. */
  private void panel(
      int fromRow, int toRow, int panel, int columns, int p, int part, Epilogue epilogue) {
    int vectors = Math.ceilDiv(columns, lanes);
    int lastColumns = columns - (vectors - 1) * lanes;
    boolean masked = lastColumns < lanes;
    boolean adds = accumulate || p > 0;
    int from = aAt + (transposeLeft ? p * aStride : p);
    int right =
        isPacked ? panel % packedColumns * k + p * vectors * lanes : bAt + p * bStride + panel;
    int firstRow = fromRow - fromRow % cRows;
    int to = cAt + panel - firstRow * cStride;
    int count = Math.ceilDiv(toRow - fromRow, tiles.rows(vectors));
    int low = (toRow - fromRow) / count;
    int higher = (toRow - fromRow) % count;
    int row = fromRow;
    int pending = fromRow;
    int t = 0;
    while (t < count) {
      int height = t < higher ? low + 1 : low;
      DeferredTile tile = tiles.get(height, vectors, isPacked, transposeLeft, adds, masked);
      long work = (long) height * columns * part;
      Tile form = tile.form(work);
      int end = row + height;
      t++;
      while (tile.isPlain(form) && end - pending < EPILOGUE_ROWS && t < count) {
        end += t < higher ? low + 1 : low;
        t++;
      }
      int left = from + (transposeLeft ? row : row * aStride);
      int target = to + row * cStride;
      if (tile.isTrial(form)) {
        tile.trial(
            form, part, a, left, aStride, b, right, bStride, c, target, cStride, lastColumns);
      } else {
        form.run(
            end - row, part, a, left, aStride, b, right, bStride, c, target, cStride, lastColumns);
      }
      row = end;
      if (row - pending >= EPILOGUE_ROWS || row == toRow) {
        epilogue.apply(pending, row, panel, panel + columns);
        pending = row;
      }
    }
  }
}
