package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.Product;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A loop with its arrays, for one thread. Also runs as what follows on a matrix product. */
public final class BoundLoop implements Product.Epilogue {

  private final ElementwiseKernel kernel;
  private final int columns;
  private final List<Slot> slots;
  private final float[][] floats;
  private final int[][] ints;
  private final int[] base;
  private final int[] at;
  private final int[] rowStride;

  /** After so many rows the slot's elements no longer follow their stride; 0 for never. */
  private final int[] breakRows;

  private final boolean breaks;

  /** Every slot is dense or a single element, so whole rows may run as one. */
  private final boolean flat;

  /** Rows taken many at a time; empty if some slot is neither dense nor the same in all rows. */
  private final Optional<WideRows> wide;

  private int rowShift;

  private BoundLoop(Loop loop, ElementwiseKernel kernel, Workspace workspace) {
    this.kernel = kernel;
    this.columns = loop.columns();
    this.slots = loop.slots();
    int count = slots.size();
    floats = new float[count][];
    ints = new int[count][];
    base = new int[count];
    at = new int[count];
    rowStride = new int[count];
    breakRows = new int[count];
    boolean any = false;
    boolean dense = true;
    for (int s = 0; s < count; s++) {
      Buffer buffer = slots.get(s).buffer();
      floats[s] = workspace.floats(buffer);
      ints[s] = workspace.ints(buffer);
      base[s] = workspace.base(buffer);
      layOut(s, loop);
      any |= breakRows[s] != 0;
      dense &= slots.get(s).period() == 1 || slots.get(s).isDense(loop.rows() * columns);
    }
    breaks = any;
    flat = dense;
    wide = any || dense ? Optional.empty() : wide(loop);
    seek(0);
  }

  /**
   * Points the slots that read a tile to it.
   *
   * @param tile holds rows from {@code row} on
   * @param tileAt position of the first one
   * @param row which row that is
   */
  public void placeTile(float[] tile, int tileAt, int row) {
    for (int s = 0; s < at.length; s++) {
      if (slots.get(s).buffer().role() == Buffer.Role.TILE) {
        floats[s] = tile;
        at[s] = tileAt - row * columns;
      }
    }
  }

  /** The loop once per thread, on one kernel, which is stateless; none if there is no loop. */
  public static BoundLoop[] perThread(Optional<Loop> loop, int threads, Workspace workspace) {
    if (loop.isEmpty()) {
      return new BoundLoop[0];
    }
    ElementwiseKernel kernel = workspace.kernels().elementwise(loop.get().program());
    BoundLoop[] made = new BoundLoop[threads];
    Arrays.setAll(made, _ -> new BoundLoop(loop.get(), kernel, workspace));
    return made;
  }

  private Optional<WideRows> wide(Loop loop) {
    WideRows.Reading[] readings = new WideRows.Reading[slots.size()];
    for (int s = 0; s < readings.length; s++) {
      Slot slot = slots.get(s);
      if (slot.isDense(loop.rows() * columns)) {
        readings[s] = WideRows.Reading.DENSE;
      } else if (slot.period() == 1) {
        readings[s] = WideRows.Reading.SINGLE;
      } else if (slot.inner() == 1 && slot.period() == columns && !slot.buffer().ints()) {
        readings[s] = WideRows.Reading.ROW;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new WideRows(readings, columns));
  }

  private void layOut(int s, Loop loop) {
    Slot slot = slots.get(s);
    if (slot.width() != slot.period()) {
      boolean whole = slot.width() == columns;
      rowStride[s] = whole ? slot.pitch() : columns;
      breakRows[s] = whole ? 0 : slot.width() / columns;
      return;
    }
    boolean single =
        s < loop.program().inputs().size()
            && loop.program().inputs().get(s).access() == ElementwiseProgram.Access.BROADCAST;
    int rowsPerElement = slot.inner() / columns;
    int rowsPerPeriod = single ? slot.period() : slot.period() / columns;
    if (slot.period() == 1 && single) {
      rowStride[s] = 0;
    } else if (single && rowsPerElement > 1) {
      rowStride[s] = 0;
      breakRows[s] = rowsPerElement;
    } else if (rowsPerPeriod > 1) {
      rowStride[s] = single ? 1 : columns;
      breakRows[s] = rowsPerPeriod < loop.rows() ? rowsPerPeriod : 0;
    }
  }

  /** Positions every slot so that its stride is right from {@code row} on. */
  private void seek(int row) {
    for (int s = 0; s < at.length; s++) {
      Slot slot = slots.get(s);
      long element = ((long) row * columns / slot.inner()) % slot.period();
      at[s] = base[s] + slot.position((int) element) - row * rowStride[s];
    }
  }

  private int segmentEnd(int row, int toRow) {
    int end = toRow;
    for (int rows : breakRows) {
      if (rows != 0) {
        end = Math.min(end, (row / rows + 1) * rows);
      }
    }
    return end;
  }

  /** Counts the rows of what follows from here on: which matrix of a batch comes next. */
  public void shiftRows(int rows) {
    rowShift = rows;
  }

  @Override
  public void apply(int fromRow, int toRow, int fromColumn, int toColumn) {
    run(fromRow + rowShift, toRow + rowShift, fromColumn, toColumn);
  }

  /** Runs the loop on a rectangle, the ends excluded. */
  public void run(int fromRow, int toRow, int fromColumn, int toColumn) {
    if (flat && fromColumn == 0 && toColumn == columns) {
      kernel.run(0, 1, fromRow * columns, toRow * columns, floats, ints, at, rowStride);
    } else if (wide.isPresent()
        && fromColumn == 0
        && toColumn == columns
        && wide.get().paysFor(toRow - fromRow)) {
      wide.get().run(kernel, fromRow, toRow - fromRow, floats, ints, at);
    } else if (!breaks) {
      kernel.run(fromRow, toRow, fromColumn, toColumn, floats, ints, at, rowStride);
    } else {
      runSegments(fromRow, toRow, fromColumn, toColumn);
    }
  }

  private void runSegments(int fromRow, int toRow, int fromColumn, int toColumn) {
    for (int row = fromRow; row < toRow; ) {
      int end = segmentEnd(row, toRow);
      seek(row);
      kernel.run(row, end, fromColumn, toColumn, floats, ints, at, rowStride);
      row = end;
    }
  }
}
