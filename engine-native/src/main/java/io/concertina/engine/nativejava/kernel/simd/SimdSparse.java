package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.SparseKernels;
import io.concertina.engine.nativejava.kernel.sparse.Blocks;
import io.concertina.engine.nativejava.kernel.sparse.Columns;
import io.concertina.engine.nativejava.kernel.sparse.Slices;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Sparse products with one vector per block, slice or strip. A {@link Template}. */
final class SimdSparse implements SparseKernels {

  private static final Width WIDTH = Template.width(MethodHandles.lookup());
  private static final VectorSpecies<Float> SPECIES = WIDTH.floats();
  private static final int LANES = SPECIES.length();

  /** Chains that hide the latency of a multiply-add (benchmark SparseBenchmark). */
  private static final int CHAINS = 8;

  @Override
  public int stripRows() {
    return LANES;
  }

  // --- blocks ----------------------------------------------------------------------------------

  @Override
  public void blocks(
      Blocks b,
      int fromRow,
      int toRow,
      int fromPanel,
      int toPanel,
      float[] a,
      int aAt,
      float[] c,
      int cAt) {
    int row = fromRow;
    for (; row <= toRow - CHAINS; row += CHAINS) {
      int left = aAt + row * b.k();
      int to = cAt + row * b.n();
      for (int panel = fromPanel; panel < toPanel; panel++) {
        eightRows(b, panel, a, left, c, to);
      }
    }
    for (; row < toRow; row++) {
      int left = aAt + row * b.k();
      int to = cAt + row * b.n();
      int panel = fromPanel;
      for (; panel <= toPanel - 4; panel += 4) {
        fourPanels(b, panel, a, left, c, to);
      }
      for (; panel < toPanel; panel++) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector sum = rest(b, b.starts()[panel], b.starts()[panel + 1], zero, a, left);
        store(b, panel, sum, c, to);
      }
    }
  }

  private static void eightRows(Blocks b, int panel, float[] a, int aAt, float[] c, int cAt) {
    int k = b.k();
    int[] rows = b.rows();
    float[] values = b.values();
    int end = b.starts()[panel + 1];
    int a4 = aAt + 4 * k;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int block = b.starts()[panel]; block < end; block++) {
      FloatVector x = FloatVector.fromArray(SPECIES, values, block * LANES);
      int p = rows[block];
      s0 = FloatVector.broadcast(SPECIES, a[aAt + p]).fma(x, s0);
      s1 = FloatVector.broadcast(SPECIES, a[aAt + k + p]).fma(x, s1);
      s2 = FloatVector.broadcast(SPECIES, a[aAt + 2 * k + p]).fma(x, s2);
      s3 = FloatVector.broadcast(SPECIES, a[aAt + 3 * k + p]).fma(x, s3);
      s4 = FloatVector.broadcast(SPECIES, a[a4 + p]).fma(x, s4);
      s5 = FloatVector.broadcast(SPECIES, a[a4 + k + p]).fma(x, s5);
      s6 = FloatVector.broadcast(SPECIES, a[a4 + 2 * k + p]).fma(x, s6);
      s7 = FloatVector.broadcast(SPECIES, a[a4 + 3 * k + p]).fma(x, s7);
    }
    int n = b.n();
    store(b, panel, s0, c, cAt);
    store(b, panel, s1, c, cAt + n);
    store(b, panel, s2, c, cAt + 2 * n);
    store(b, panel, s3, c, cAt + 3 * n);
    store(b, panel, s4, c, cAt + 4 * n);
    store(b, panel, s5, c, cAt + 5 * n);
    store(b, panel, s6, c, cAt + 6 * n);
    store(b, panel, s7, c, cAt + 7 * n);
  }

  /** One row: four panels in step as far as the shortest goes, then each by itself. */
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

  // --- slices ----------------------------------------------------------------------------------

  @Override
  public void slices(Slices b, int fromSlice, int toSlice, float[] a, int aAt, float[] c, int cAt) {
    int[] starts = b.starts();
    int[] rows = b.rows();
    float[] values = b.values();
    int[] order = b.order();
    for (int slice = fromSlice; slice < toSlice; slice++) {
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

  // --- columns ---------------------------------------------------------------------------------

  @Override
  public void columns(Columns b, float[] a, int aAt, float[] c, int cAt) {
    int position = 0;
    for (; position <= b.n() - CHAINS; position += CHAINS) {
      eightColumns(b, position, a, aAt, c, cAt);
    }
    for (; position < b.n(); position++) {
      FloatVector.zero(SPECIES).intoArray(c, cAt + b.order()[position] * LANES);
      addNumbers(b, position, b.starts()[position], a, aAt, c, cAt);
    }
  }

  /** Eight columns in step as far as the shortest, the last of them, goes; then each by itself. */
  private static void eightColumns(
      Columns b, int position, float[] a, int aAt, float[] c, int cAt) {
    int[] starts = b.starts();
    int[] rows = b.rows();
    float[] values = b.values();
    int i1 = starts[position + 1];
    int i2 = starts[position + 2];
    int i3 = starts[position + 3];
    int i4 = starts[position + 4];
    int i5 = starts[position + 5];
    int i6 = starts[position + 6];
    int i7 = starts[position + 7];
    int common = starts[position + 8] - i7;
    int from = starts[position];
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int i = 0; i < common; i++) {
      s0 = number(rows, values, from + i, a, aAt, s0);
      s1 = number(rows, values, i1 + i, a, aAt, s1);
      s2 = number(rows, values, i2 + i, a, aAt, s2);
      s3 = number(rows, values, i3 + i, a, aAt, s3);
      s4 = number(rows, values, i4 + i, a, aAt, s4);
      s5 = number(rows, values, i5 + i, a, aAt, s5);
      s6 = number(rows, values, i6 + i, a, aAt, s6);
      s7 = number(rows, values, i7 + i, a, aAt, s7);
    }
    int[] order = b.order();
    s0.intoArray(c, cAt + order[position] * LANES);
    s1.intoArray(c, cAt + order[position + 1] * LANES);
    s2.intoArray(c, cAt + order[position + 2] * LANES);
    s3.intoArray(c, cAt + order[position + 3] * LANES);
    s4.intoArray(c, cAt + order[position + 4] * LANES);
    s5.intoArray(c, cAt + order[position + 5] * LANES);
    s6.intoArray(c, cAt + order[position + 6] * LANES);
    s7.intoArray(c, cAt + order[position + 7] * LANES);
    for (int column = position; column < position + CHAINS - 1; column++) {
      addNumbers(b, column, starts[column] + common, a, aAt, c, cAt);
    }
  }

  private static FloatVector number(
      int[] rows, float[] values, int i, float[] a, int aAt, FloatVector sum) {
    return FloatVector.broadcast(SPECIES, values[i])
        .fma(FloatVector.fromArray(SPECIES, a, aAt + rows[i] * LANES), sum);
  }

  /** Adds the numbers of a column from one on to what is there. */
  private static void addNumbers(
      Columns b, int position, int from, float[] a, int aAt, float[] c, int cAt) {
    int[] rows = b.rows();
    float[] values = b.values();
    int end = b.starts()[position + 1];
    int to = cAt + b.order()[position] * LANES;
    FloatVector sum = FloatVector.fromArray(SPECIES, c, to);
    for (int i = from; i < end; i++) {
      sum = number(rows, values, i, a, aAt, sum);
    }
    sum.intoArray(c, to);
  }
}
