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

  /** Rows between epilogues: 64 columns of them fit the first cache (benchmark MatrixBenchmark). */
  private static final int EPILOGUE_ROWS = 96;

  private final int lanes;
  private final int panelColumns;
  private final Tiles tiles;
  private final Packing packing;

  SimdMatrices(Width width) {
    this.lanes = width.lanes();
    this.panelColumns = width.tileVectors() * lanes;
    this.tiles = new Tiles(width);
    this.packing = new Packing(lanes, new SimdLayouts(width));
  }

  @Override
  public int panelColumns() {
    return panelColumns;
  }

  @Override
  public int packedSize(int k, int n) {
    return Math.multiplyExact(k, Math.ceilDiv(n, lanes) * lanes);
  }

  @Override
  public void pack(
      boolean transpose,
      int k,
      int n,
      int fromColumn,
      int toColumn,
      float[] b,
      int bAt,
      int bStride,
      float[] packed,
      int packedAt) {
    for (int panel = fromColumn; panel < toColumn; panel += panelColumns) {
      int columns = Math.min(panelColumns, n - panel);
      int to = packedAt + panel * k;
      if (transpose) {
        packing.transposed(k, columns, b, bAt + panel * bStride, bStride, packed, to);
      } else {
        packing.straight(k, columns, b, bAt + panel, bStride, packed, to);
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
    int rows = Math.max(EPILOGUE_ROWS, BLOCK_FLOATS / Math.clamp(k, 1, BLOCK_SHARED));
    int aStep = transposeLeft ? aStride : 1;
    int p = 0;
    do {
      int part = Math.min(k - p, BLOCK_SHARED);
      boolean last = p + part == k;
      for (int row = fromRow; row < toRow; row += rows) {
        for (int panel = fromColumn; panel < toColumn; panel += panelColumns) {
          panel(
              transposeLeft,
              accumulate || p > 0,
              row,
              Math.min(toRow, row + rows),
              panel,
              Math.min(panelColumns, n - panel),
              part,
              a,
              aAt + p * aStep,
              aStride,
              packed,
              packedAt + panel * k + p * padded(Math.min(panelColumns, n - panel)),
              c,
              cAt,
              cStride,
              last ? epilogue : Epilogue.NONE);
        }
      }
      p += part;
    } while (p < k);
  }

  private int padded(int columns) {
    return Math.ceilDiv(columns, lanes) * lanes;
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
      float[] c,
      int cAt,
      int cStride,
      Epilogue epilogue) {
    int vectors = Math.ceilDiv(columns, lanes);
    int lastColumns = columns - (vectors - 1) * lanes;
    int count = Math.ceilDiv(toRow - fromRow, tiles.rows(vectors));
    int low = (toRow - fromRow) / count;
    int higher = (toRow - fromRow) % count;
    int row = fromRow;
    int pending = fromRow;
    for (int t = 0; t < count; t++) {
      int height = t < higher ? low + 1 : low;
      Tile tile = tiles.get(height, vectors, transposeLeft, accumulate, lastColumns < lanes);
      int from = aAt + (transposeLeft ? row : row * aStride);
      tile.run(k, a, from, aStride, b, bAt, c, cAt + row * cStride + panel, cStride, lastColumns);
      row += height;
      if (row - pending >= EPILOGUE_ROWS || row == toRow) {
        epilogue.apply(pending, row, panel, panel + columns);
        pending = row;
      }
    }
  }
}
