package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;

/**
 * A gathered product out of tiles, which are chosen when it is bound: for each part of the shared
 * axis and each panel of columns, tiles run down the rows.
 */
final class SimdGathered implements GatheredProduct {

  /**
   * Longest part of the shared axis: a panel of 64 columns is 128 KB (benchmark WindowBenchmark).
   */
  private static final int BLOCK_SHARED = 512;

  private final int[] rows;
  private final int[] shared;
  private final int[] targets;
  private final int columns;
  private final int stride;
  private final float[] a;
  private final float[] b;
  private final float[] c;
  private final int panelColumns;
  private final int lanes;

  /** By panel: first rows of the tiles, and the row after the last. */
  private final int[][] starts;

  /** By part of the shared axis, but the second stands for all that follow, panel and tile. */
  private final Deferred<GatheredTile>[][][] tiles;

  @SuppressWarnings({"unchecked", "rawtypes"}) // Arrays of a generic type.
  SimdGathered(
      boolean accumulate,
      Gathering shape,
      float[] a,
      float[] b,
      float[] c,
      Width width,
      GatheredTiles known) {
    this.rows = shape.rows();
    this.shared = shape.shared();
    this.targets = shape.targets();
    this.columns = shape.columns();
    this.stride = shape.stride();
    this.a = a;
    this.b = b;
    this.c = c;
    this.lanes = width.lanes();
    this.panelColumns = width.tileVectors() * lanes;
    int panels = Math.ceilDiv(columns, panelColumns);
    int parts = shared.length > BLOCK_SHARED ? 2 : 1;
    this.starts = new int[panels][];
    this.tiles = new Deferred[parts][panels][];
    for (int panel = 0; panel < panels; panel++) {
      int width0 = Math.min(panelColumns, columns - panel * panelColumns);
      int vectors = Math.ceilDiv(width0, lanes);
      boolean masked = width0 < vectors * lanes;
      int[] heights = known.heights(rows, vectors);
      starts[panel] = new int[heights.length + 1];
      for (int part = 0; part < parts; part++) {
        tiles[part][panel] = new Deferred[heights.length];
      }
      for (int t = 0; t < heights.length; t++) {
        int row = starts[panel][t];
        starts[panel][t + 1] = row + heights[t];
        int step = GatheredTiles.step(rows, row, heights[t]);
        for (int part = 0; part < parts; part++) {
          tiles[part][panel][t] =
              known.tile(
                  new GatheredForm(
                      heights[t], vectors, step, stride, accumulate || part > 0, masked));
        }
      }
    }
  }

  @Override
  public void run(int aAt, int bAt, int cAt) {
    int p = 0;
    do {
      int part = Math.min(BLOCK_SHARED, shared.length - p);
      for (int panel = 0; panel < starts.length; panel++) {
        int column = panel * panelColumns;
        panel(tiles[p == 0 ? 0 : 1][panel], panel, p, part, aAt, bAt + p * stride + column, cAt);
      }
      p += part;
    } while (p < shared.length);
  }

  private void panel(
      Deferred<GatheredTile>[] down, int panel, int p, int part, int aAt, int right, int cAt) {
    int column = panel * panelColumns;
    int width = Math.min(panelColumns, columns - column);
    int lastColumns = width - (Math.ceilDiv(width, lanes) - 1) * lanes;
    int[] first = starts[panel];
    for (int t = 0; t < down.length; t++) {
      Deferred<GatheredTile> tile = down[t];
      int row = first[t];
      long work = (long) (first[t + 1] - row) * width * part;
      GatheredTile form = tile.form(work);
      form.run(part, a, aAt, rows, row, shared, p, b, right, c, cAt + column, targets, lastColumns);
      tile.done(form, work);
    }
  }
}
