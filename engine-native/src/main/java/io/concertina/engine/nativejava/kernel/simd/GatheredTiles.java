package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Gathered products of one width out of tiles, each made when it is first asked for and forgotten
 * with the last product that runs it.
 */
final class GatheredTiles {

  private final Width width;
  private final Parts parts;
  private final Map<Object, WeakReference<Object>> known = new HashMap<>();

  GatheredTiles(Width width, Parts parts) {
    this.width = width;
    this.parts = parts;
  }

  /** A product with its arrays. */
  GatheredProduct product(boolean accumulate, Gathering shape, float[] a, float[] b, float[] c) {
    int vectors = Math.ceilDiv(shape.columns(), width.lanes());
    int held = shape.shared().length * vectors;
    if (!accumulate && held > 0 && held <= width.heldVectors() && grows(shape.shared())) {
      return held(shape, vectors, a, b, c);
    }
    return new SimdGathered(accumulate, shape, a, b, c, width, this);
  }

  private GatheredProduct held(Gathering shape, int vectors, float[] a, float[] b, float[] c) {
    int last = shape.columns() - (vectors - 1) * width.lanes();
    HeldForm form =
        new HeldForm(
            list(shape.shared()), list(shape.right()), pair(shape), vectors, last < width.lanes());
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

  private static boolean grows(int[] numbers) {
    for (int i = 1; i < numbers.length; i++) {
      if (numbers[i] <= numbers[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The distance of rows that are taken in pairs, because they share numbers; 0 if they do not, it
   * varies or a row is left.
   */
  private static int pair(Gathering shape) {
    int[] rows = shape.rows();
    int[] shared = shape.shared();
    int distance = rows.length % 2 == 0 && rows.length > 0 ? rows[1] - rows[0] : 0;
    for (int row = 0; row + 1 < rows.length; row += 2) {
      if (rows[row + 1] - rows[row] != distance) {
        return 0;
      }
    }
    return distance <= shared[shared.length - 1] - shared[0] ? Math.max(0, distance) : 0;
  }

  private static List<Integer> list(int[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  /** The tile of a form. */
  DeferredGathered tile(GatheredForm form) {
    return known(form, () -> parts.tile(form));
  }

  @SuppressWarnings("unchecked") // A form is the key of its own kind of tile.
  private <T> T known(Object form, Supplier<T> maker) {
    synchronized (known) {
      WeakReference<Object> reference = known.get(form);
      Object found = reference == null ? null : reference.get();
      if (found != null) {
        return (T) found;
      }
      T made = maker.get();
      known.values().removeIf(old -> old.refersTo(null));
      known.put(form, new WeakReference<>(made));
      return made;
    }
  }
}
