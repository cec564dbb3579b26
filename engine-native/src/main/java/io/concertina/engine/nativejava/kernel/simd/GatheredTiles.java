package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Gathered products of one width out of tiles, each made when it is first asked for and forgotten
 * with the last product that runs it.
 */
final class GatheredTiles {

  /** Rows between which distances are alike, on average, from which tiles keep to such runs. */
  private static final int SHORT_RUN = 4;

  private final Width width;
  private final Parts parts;
  private final Tiles tiles;
  private final Map<Object, WeakReference<Deferred<?>>> known = new HashMap<>();

  GatheredTiles(Width width, Parts parts, Tiles tiles) {
    this.width = width;
    this.parts = parts;
    this.tiles = tiles;
  }

  /** A product with its arrays. */
  GatheredProduct product(boolean accumulate, Gathering shape, float[] a, float[] b, float[] c) {
    int vectors = Math.ceilDiv(shape.columns(), width.lanes());
    int held = shape.shared().length * vectors;
    if (!accumulate && held > 0 && held <= width.heldVectors()) {
      return held(shape, vectors, a, b, c);
    }
    return new SimdGathered(accumulate, shape, a, b, c, width, this);
  }

  private GatheredProduct held(Gathering shape, int vectors, float[] a, float[] b, float[] c) {
    int last = shape.columns() - (vectors - 1) * width.lanes();
    HeldForm form =
        new HeldForm(
            Arrays.stream(shape.shared()).boxed().toList(),
            vectors,
            shape.stride(),
            last < width.lanes());
    Deferred<HeldTile> tile = known(form, () -> parts.tile(form));
    long work = shape.work();
    int[] rows = shape.rows();
    int[] targets = shape.targets();
    return (aAt, bAt, cAt) -> {
      HeldTile made = tile.form(work);
      made.run(a, aAt, rows, b, bAt, c, cAt, targets, last);
      tile.done(made, work);
    };
  }

  /** The tile of a form. */
  Deferred<GatheredTile> tile(GatheredForm form) {
    return known(form, () -> parts.tile(form));
  }

  /** Heights of the tiles down the rows, of about equal height where rows are alike. */
  int[] heights(int[] rows, int vectors) {
    int most = tiles.rows(vectors);
    int[] heights = new int[rows.length];
    int count = 0;
    boolean runs = hasLongRuns(rows);
    for (int row = 0; row < rows.length; ) {
      int run = runs ? run(rows, row) : rows.length - row;
      int parts = Math.ceilDiv(run, most);
      for (int part = 0; part < parts; part++) {
        heights[count++] = run / parts + (part < run % parts ? 1 : 0);
      }
      row += run;
    }
    return Arrays.copyOf(heights, count);
  }

  private static boolean hasLongRuns(int[] rows) {
    int count = 0;
    for (int row = 0; row < rows.length; row += run(rows, row)) {
      count++;
    }
    return rows.length >= SHORT_RUN * count;
  }

  /** How many rows from one on follow each other at the same distance. */
  private static int run(int[] rows, int from) {
    int end = from + 1;
    while (end < rows.length
        && rows[end] - rows[end - 1] == rows[Math.min(from + 1, rows.length - 1)] - rows[from]) {
      end++;
    }
    return end - from;
  }

  /** The distance of the rows of a tile; {@link GatheredForm#TABLE} if it is not one. */
  static int step(int[] rows, int from, int height) {
    if (height == 1) {
      return 0;
    }
    int step = rows[from + 1] - rows[from];
    return run(rows, from) >= height && step >= 0 ? step : GatheredForm.TABLE;
  }

  @SuppressWarnings("unchecked") // A form is the key of its own kind of tile.
  private <T> Deferred<T> known(Object form, Supplier<Deferred<T>> maker) {
    synchronized (known) {
      WeakReference<Deferred<?>> reference = known.get(form);
      Deferred<?> found = reference == null ? null : reference.get();
      if (found != null) {
        return (Deferred<T>) found;
      }
      Deferred<T> made = maker.get();
      known.values().removeIf(old -> old.refersTo(null));
      known.put(form, new WeakReference<>(made));
      return made;
    }
  }
}
