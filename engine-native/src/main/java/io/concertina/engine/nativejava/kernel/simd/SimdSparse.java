package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.SparseKernels;
import io.concertina.engine.nativejava.kernel.sparse.Blocks;
import io.concertina.engine.nativejava.kernel.sparse.Columns;
import io.concertina.engine.nativejava.kernel.sparse.Slices;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sparse products in vectors: along the columns of a block or slice for a single row, along the
 * rows of a strip. A {@link Template}.
 *
 * <p>What limits a strip's product is reading, not multiplying. So a number of B, once broadcast,
 * meets as many vectors of rows as there are, and what is read of A starts at cache lines: a vector
 * across two of them takes twice the time (a prototype of this loop took 176 against 248 us for 256
 * rows, 784 x 512, 95 % zeros). Only memory outside of the heap can be aligned.
 */
final class SimdSparse implements SparseKernels {

  private static final Width WIDTH = Template.width(MethodHandles.lookup());
  private static final VectorSpecies<Float> SPECIES = WIDTH.floats();
  private static final int LANES = SPECIES.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Bytes of a vector. */
  private static final long BYTES = SPECIES.vectorByteSize();

  /** Columns of a block that a strip's product has in registers. */
  private static final int COLUMNS = 4;

  @Override
  public int lanes() {
    return LANES;
  }

  // --- one row ---------------------------------------------------------------------------------

  @Override
  public void row(Blocks b, float[] a, int aAt, float[] c, int cAt) {
    int panel = 0;
    for (; panel <= b.panels() - 4; panel += 4) {
      fourPanels(b, panel, a, aAt, c, cAt);
    }
    for (; panel < b.panels(); panel++) {
      FloatVector zero = FloatVector.zero(SPECIES);
      FloatVector sum = rest(b, b.starts()[panel], b.starts()[panel + 1], zero, a, aAt);
      store(b, panel, sum, c, cAt);
    }
  }

  /** Four panels in step as far as the shortest goes, then each by itself. */
  private static void fourPanels(Blocks b, int panel, float[] a, int aAt, float[] c, int cAt) {
    int[] starts = b.starts();
    int[] rows = b.rows();
    float[] values = b.values();
    int i0 = starts[panel];
    int i1 = starts[panel + 1];
    int i2 = starts[panel + 2];
    int i3 = starts[panel + 3];
    int end = starts[panel + 4];
    int common = Math.min(Math.min(i1 - i0, i2 - i1), Math.min(i3 - i2, end - i3));
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int i = 0; i < common; i++) {
      s0 = step(rows, values, i0 + i, a, aAt, s0);
      s1 = step(rows, values, i1 + i, a, aAt, s1);
      s2 = step(rows, values, i2 + i, a, aAt, s2);
      s3 = step(rows, values, i3 + i, a, aAt, s3);
    }
    store(b, panel, rest(b, i0 + common, i1, s0, a, aAt), c, cAt);
    store(b, panel + 1, rest(b, i1 + common, i2, s1, a, aAt), c, cAt);
    store(b, panel + 2, rest(b, i2 + common, i3, s2, a, aAt), c, cAt);
    store(b, panel + 3, rest(b, i3 + common, end, s3, a, aAt), c, cAt);
  }

  private static FloatVector step(
      int[] rows, float[] values, int block, float[] a, int aAt, FloatVector sum) {
    return FloatVector.broadcast(SPECIES, a[aAt + rows[block]])
        .fma(FloatVector.fromArray(SPECIES, values, block * LANES), sum);
  }

  private static FloatVector rest(
      Blocks b, int from, int to, FloatVector begun, float[] a, int aAt) {
    int[] rows = b.rows();
    float[] values = b.values();
    FloatVector sum = begun;
    for (int block = from; block < to; block++) {
      sum = step(rows, values, block, a, aAt, sum);
    }
    return sum;
  }

  private static void store(Blocks b, int panel, FloatVector sum, float[] c, int cAt) {
    int to = cAt + panel * LANES;
    int columns = b.n() - panel * LANES;
    if (columns >= LANES) {
      sum.intoArray(c, to);
    } else {
      sum.intoArray(c, to, SPECIES.indexInRange(0, columns));
    }
  }

  @Override
  public void row(Slices b, float[] a, int aAt, float[] c, int cAt) {
    int[] starts = b.starts();
    int[] rows = b.rows();
    float[] values = b.values();
    int[] order = b.order();
    for (int slice = 0; slice < b.count(); slice++) {
      FloatVector sum = FloatVector.zero(SPECIES);
      int end = starts[slice + 1];
      for (int i = starts[slice]; i < end; i += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, a, aAt, rows, i);
        sum = x.fma(FloatVector.fromArray(SPECIES, values, i), sum);
      }
      if ((slice + 1) * LANES <= b.n()) {
        sum.intoArray(c, cAt, order, slice * LANES);
      } else {
        VectorMask<Float> there = SPECIES.indexInRange(slice * LANES, b.n());
        sum.intoArray(c, cAt, order, slice * LANES, there);
      }
    }
  }

  // --- strips, from blocks ---------------------------------------------------------------------

  @Override
  public void strip(Blocks b, int width, MemorySegment a, float[] c) {
    for (int panel = 0; panel < b.panels(); panel++) {
      for (int column = 0; column < LANES; column += COLUMNS) {
        if (width == LANES) {
          oneByFour(b, panel, column, a, c);
        } else {
          for (int row = 0; row < width; row += 2 * LANES) {
            twoByFour(b, panel, column, width, row, a, c);
          }
        }
      }
    }
  }

  /** One vector of rows and four columns of a panel. */
  private static void oneByFour(Blocks b, int panel, int column, MemorySegment a, float[] c) {
    int[] rows = b.rows();
    float[] values = b.values();
    int end = b.starts()[panel + 1];
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int block = b.starts()[panel]; block < end; block++) {
      FloatVector x = FloatVector.fromMemorySegment(SPECIES, a, rows[block] * BYTES, ORDER);
      int at = block * LANES + column;
      s0 = x.fma(FloatVector.broadcast(SPECIES, values[at]), s0);
      s1 = x.fma(FloatVector.broadcast(SPECIES, values[at + 1]), s1);
      s2 = x.fma(FloatVector.broadcast(SPECIES, values[at + 2]), s2);
      s3 = x.fma(FloatVector.broadcast(SPECIES, values[at + 3]), s3);
    }
    int to = (panel * LANES + column) * LANES;
    s0.intoArray(c, to);
    s1.intoArray(c, to + LANES);
    s2.intoArray(c, to + 2 * LANES);
    s3.intoArray(c, to + 3 * LANES);
  }

  /**
   * Two vectors of rows and four columns of a panel: six reads for eight multiply-adds (a prototype
   * with eight rows and one vector of columns took 1.5 times as long).
   */
  private static void twoByFour(
      Blocks b, int panel, int column, int width, int row, MemorySegment a, float[] c) {
    int[] rows = b.rows();
    float[] values = b.values();
    int end = b.starts()[panel + 1];
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector t0 = s0;
    FloatVector t1 = s0;
    FloatVector t2 = s0;
    FloatVector t3 = s0;
    for (int block = b.starts()[panel]; block < end; block++) {
      long from = ((long) rows[block] * width + row) * Float.BYTES;
      FloatVector x = FloatVector.fromMemorySegment(SPECIES, a, from, ORDER);
      FloatVector y = FloatVector.fromMemorySegment(SPECIES, a, from + BYTES, ORDER);
      int at = block * LANES + column;
      FloatVector b0 = FloatVector.broadcast(SPECIES, values[at]);
      FloatVector b1 = FloatVector.broadcast(SPECIES, values[at + 1]);
      FloatVector b2 = FloatVector.broadcast(SPECIES, values[at + 2]);
      FloatVector b3 = FloatVector.broadcast(SPECIES, values[at + 3]);
      s0 = x.fma(b0, s0);
      t0 = y.fma(b0, t0);
      s1 = x.fma(b1, s1);
      t1 = y.fma(b1, t1);
      s2 = x.fma(b2, s2);
      t2 = y.fma(b2, t2);
      s3 = x.fma(b3, s3);
      t3 = y.fma(b3, t3);
    }
    int to = (panel * LANES + column) * width + row;
    s0.intoArray(c, to);
    t0.intoArray(c, to + LANES);
    s1.intoArray(c, to + width);
    t1.intoArray(c, to + width + LANES);
    s2.intoArray(c, to + 2 * width);
    t2.intoArray(c, to + 2 * width + LANES);
    s3.intoArray(c, to + 3 * width);
    t3.intoArray(c, to + 3 * width + LANES);
  }

  // --- strips, from columns --------------------------------------------------------------------

  @Override
  public void strip(Columns b, int width, MemorySegment a, float[] c) {
    switch (width / LANES) {
      case 1 -> oneVector(b, a, c);
      case 2 -> twoVectors(b, a, c);
      default -> fourVectors(b, a, c);
    }
  }

  private static void oneVector(Columns b, MemorySegment a, float[] c) {
    int[] rows = b.rows();
    float[] values = b.values();
    for (int column = 0; column < b.n(); column++) {
      int end = b.starts()[column + 1];
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = b.starts()[column]; i < end; i++) {
        sum =
            FloatVector.broadcast(SPECIES, values[i])
                .fma(FloatVector.fromMemorySegment(SPECIES, a, rows[i] * BYTES, ORDER), sum);
      }
      sum.intoArray(c, column * LANES);
    }
  }

  private static void twoVectors(Columns b, MemorySegment a, float[] c) {
    int[] rows = b.rows();
    float[] values = b.values();
    for (int column = 0; column < b.n(); column++) {
      int end = b.starts()[column + 1];
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = s0;
      for (int i = b.starts()[column]; i < end; i++) {
        FloatVector x = FloatVector.broadcast(SPECIES, values[i]);
        long from = rows[i] * (2 * BYTES);
        s0 = x.fma(FloatVector.fromMemorySegment(SPECIES, a, from, ORDER), s0);
        s1 = x.fma(FloatVector.fromMemorySegment(SPECIES, a, from + BYTES, ORDER), s1);
      }
      int to = column * 2 * LANES;
      s0.intoArray(c, to);
      s1.intoArray(c, to + LANES);
    }
  }

  private static void fourVectors(Columns b, MemorySegment a, float[] c) {
    int[] rows = b.rows();
    float[] values = b.values();
    for (int column = 0; column < b.n(); column++) {
      int end = b.starts()[column + 1];
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      for (int i = b.starts()[column]; i < end; i++) {
        FloatVector x = FloatVector.broadcast(SPECIES, values[i]);
        long from = rows[i] * (4 * BYTES);
        s0 = x.fma(FloatVector.fromMemorySegment(SPECIES, a, from, ORDER), s0);
        s1 = x.fma(FloatVector.fromMemorySegment(SPECIES, a, from + BYTES, ORDER), s1);
        s2 = x.fma(FloatVector.fromMemorySegment(SPECIES, a, from + 2 * BYTES, ORDER), s2);
        s3 = x.fma(FloatVector.fromMemorySegment(SPECIES, a, from + 3 * BYTES, ORDER), s3);
      }
      int to = column * 4 * LANES;
      s0.intoArray(c, to);
      s1.intoArray(c, to + LANES);
      s2.intoArray(c, to + 2 * LANES);
      s3.intoArray(c, to + 3 * LANES);
    }
  }
}
