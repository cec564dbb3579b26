package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A gathered product out of tiles, which are chosen when it is bound: for each part of the shared
 * axis and each panel of columns, tiles run down the rows.
 */
final class SimdGathered implements GatheredProduct {

  /**
   * Longest part of the shared axis: a panel of 64 columns is 128 KB (benchmark WindowBenchmark).
   */
  private static final int BLOCK_SHARED = 512;

  /**
   * Vectors of a panel: with few, a group of the shared axis fits the registers beside the sums.
   */
  private static final int PANEL_VECTORS = 2;

  private final Gathering shape;
  private final float[] a;
  private final float[] b;
  private final float[] c;
  private final int lanes;
  private final int panelColumns;

  /** Elements of the shared axis at a time: whole groups. */
  private final int block;

  /** By panel. */
  private final Cut[] cuts;

  /** Of the first part of the shared axis, and of all that follow, by panel. */
  private final List<List<DeferredGathered>> first = new ArrayList<>();

  private final List<List<DeferredGathered>> next = new ArrayList<>();

  SimdGathered(
      boolean accumulate,
      Gathering shape,
      float[] a,
      float[] b,
      float[] c,
      Width width,
      GatheredTiles known) {
    this.shape = shape;
    this.a = a;
    this.b = b;
    this.c = c;
    this.lanes = width.lanes();
    this.panelColumns = PANEL_VECTORS * lanes;
    this.cuts = new Cut[Math.ceilDiv(shape.columns(), panelColumns)];
    Arrays.setAll(cuts, panel -> Cut.of(shape, vectors(panel), width));
    int groups = Arrays.stream(cuts).mapToInt(Cut::group).reduce(1, SimdGathered::common);
    this.block = Math.max(1, BLOCK_SHARED / groups) * groups;
    for (int panel = 0; panel < cuts.length; panel++) {
      first.add(tiles(panel, accumulate, known));
      next.add(shape.shared().length > block ? tiles(panel, true, known) : List.of());
    }
  }

  /** The least common multiple. */
  private static int common(int a, int b) {
    int x = a;
    int y = b;
    while (y != 0) {
      int rest = x % y;
      x = y;
      y = rest;
    }
    return a / x * b;
  }

  private int columns(int panel) {
    return Math.min(panelColumns, shape.columns() - panel * panelColumns);
  }

  private int vectors(int panel) {
    return Math.ceilDiv(columns(panel), lanes);
  }

  private List<DeferredGathered> tiles(int panel, boolean accumulate, GatheredTiles known) {
    Cut cut = cuts[panel];
    int group = shape.shared().length == 0 ? 0 : cut.group();
    List<Integer> taps = new ArrayList<>();
    List<Integer> rights = new ArrayList<>();
    for (int tap = 0; tap < group; tap++) {
      taps.add(shape.shared()[tap] - shape.shared()[0]);
      rights.add(shape.right()[tap] - shape.right()[0]);
    }
    boolean masked = columns(panel) < vectors(panel) * lanes;
    List<DeferredGathered> tiles = new ArrayList<>();
    for (int t = 0; t + 1 < cut.starts().length; t++) {
      tiles.add(
          known.tile(
              new GatheredForm(
                  cut.distances(shape.rows(), t),
                  cut.table(),
                  taps,
                  rights,
                  vectors(panel),
                  accumulate,
                  masked)));
    }
    return tiles;
  }

  @Override
  public void run(int aAt, int bAt, int cAt) {
    int k = shape.shared().length;
    int p = 0;
    do {
      int end = Math.min(k, p + block);
      for (int panel = 0; panel < cuts.length; panel++) {
        int column = panel * panelColumns;
        panel((p == 0 ? first : next).get(panel), panel, p, end, aAt, bAt + column, cAt + column);
      }
      p = end;
    } while (p < k);
  }

  private void panel(
      List<DeferredGathered> tiles, int panel, int p, int end, int aAt, int bAt, int cAt) {
    int columns = columns(panel);
    int lastColumns = columns - (vectors(panel) - 1) * lanes;
    int[] starts = cuts[panel].starts();
    int[] rows = shape.rows();
    int[] shared = shape.shared();
    int[] right = shape.right();
    int[] targets = shape.targets();
    for (int t = 0; t < tiles.size(); t++) {
      DeferredGathered tile = tiles.get(t);
      int row = starts[t];
      long work = (long) (starts[t + 1] - row) * columns * (end - p);
      GatheredTile form = tile.form(work);
      if (tile.isTrial(form)) {
        tile.trial(
            form, p, end, a, aAt, rows, row, shared, right, b, bAt, c, cAt, targets, lastColumns);
      } else {
        form.run(p, end, a, aAt, rows, row, shared, right, b, bAt, c, cAt, targets, lastColumns);
      }
    }
  }
}
