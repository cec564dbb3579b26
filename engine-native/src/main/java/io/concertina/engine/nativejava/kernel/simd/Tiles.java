package io.concertina.engine.nativejava.kernel.simd;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The tiles of one width, each made when it is first asked for. */
final class Tiles {

  /** Most rows of a tile, for panels of one vector. */
  static final int MOST_ROWS = 12;

  private final Width width;
  private final Parts parts;
  private final AtomicReferenceArray<@Nullable DeferredTile> known;

  Tiles(Width width, Parts parts) {
    this.width = width;
    this.parts = parts;
    this.known = new AtomicReferenceArray<>((MOST_ROWS + 1) * (width.tileVectors() + 1) * 16);
  }

  /** Columns of the widest tile, and of a panel. */
  int columns() {
    return width.tileVectors() * width.lanes();
  }

  /** Rows of the tile that keeps the multipliers busy, for a panel of so many vectors. */
  int rows(int vectors) {
    return Math.min(MOST_ROWS, width.tileRows() * width.tileVectors() / vectors);
  }

  /** The tile of a form, named by its components as {@link TileForm} describes them. */
  DeferredTile get(
      int rows,
      int vectors,
      boolean packed,
      boolean transposeLeft,
      boolean accumulate,
      boolean masked) {
    int index = rows * (width.tileVectors() + 1) + vectors;
    index = index * 2 + (packed ? 1 : 0);
    index = index * 2 + (transposeLeft ? 1 : 0);
    index = index * 2 + (accumulate ? 1 : 0);
    index = index * 2 + (masked ? 1 : 0);
    DeferredTile tile = known.get(index);
    if (tile == null) {
      TileForm form = new TileForm(rows, vectors, packed, transposeLeft, accumulate, masked);
      tile = parts.tile(form);
      known.set(index, tile);
    }
    return tile;
  }
}
