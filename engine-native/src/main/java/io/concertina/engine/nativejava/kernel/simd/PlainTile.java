package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.scalar.RowTile;
import java.util.function.Supplier;

/**
 * A tile of any height in plain Java, on the same panels.
 *
 * @param form which tile
 * @param lanes lanes of the vectors that the panels are made for
 * @param rows the product, for the thread that asks
 */
record PlainTile(TileForm form, int lanes, Supplier<RowTile> rows) implements Tile {

  @Override
  public void run(
      int height,
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
      int lastColumns) {
    int columns = (form.vectors() - 1) * lanes + lastColumns;
    int bStep = form.packed() ? form.vectors() * lanes : bStride;
    rows.get()
        .multiply(
            form.transposeLeft(),
            form.accumulate(),
            height,
            columns,
            k,
            a,
            aAt,
            aStride,
            b,
            bAt,
            bStep,
            c,
            cAt,
            cStride);
  }
}
