package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;

/**
 * An elementwise loop in the form that is in use.
 *
 * <p>A trial is some calls for small rectangles, and plain Java does the rows that are left.
 */
final class DeferredElementwise implements ElementwiseKernel {

  /**
   * Rows of a trial's first calls at least, where there are so many: the compiler leaves out what
   * never happened, such as a second row.
   */
  private static final int FIRST_ROWS = 2;

  private final ElementwiseKernel plain;
  private final Deferred<ElementwiseKernel> deferred;
  private final long length;
  private final int lanes;

  /**
   * A loop that was not used yet.
   *
   * @param plain the form in plain Java
   * @param deferred knows the form
   * @param length elementary operations of one element
   * @param lanes elements of an iteration
   */
  DeferredElementwise(
      ElementwiseKernel plain, Deferred<ElementwiseKernel> deferred, long length, int lanes) {
    this.plain = plain;
    this.deferred = deferred;
    this.length = length;
    this.lanes = lanes;
  }

  @Override
  public void run(
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      float[][] floats,
      int[][] ints,
      int[] at,
      int[] rowStride) {
    long work = length * (toRow - fromRow) * (toColumn - fromColumn);
    ElementwiseKernel form = deferred.form(work);
    if (deferred.isTrial(form)) {
      int row = trial(form, fromRow, toRow, fromColumn, toColumn, floats, ints, at, rowStride);
      if (row < toRow) {
        plain.run(row, toRow, fromColumn, toColumn, floats, ints, at, rowStride);
      }
    } else {
      form.run(fromRow, toRow, fromColumn, toColumn, floats, ints, at, rowStride);
    }
  }

  /** A trial from the first row on; returns the row after the last that is done. */
  private int trial(
      ElementwiseKernel form,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      float[][] floats,
      int[][] ints,
      int[] at,
      int[] rowStride) {
    int most = deferred.calls();
    int piece = deferred.iterations() * lanes;
    int columns = Math.min(piece, toColumn - fromColumn);
    int rows = Math.max(1, piece / Math.max(1, columns));
    int together = Math.max(FIRST_ROWS, rows);
    int row = fromRow;
    int nextRow = row;
    int column = fromColumn;
    int calls = 0;
    long loops = 0;
    long elements = 0;
    while (calls < most && row < toRow) {
      if (column == fromColumn) {
        nextRow = Math.min(row + (calls == 0 ? together : rows), toRow);
      }
      int nextColumn = Math.min(column + columns, toColumn);
      form.run(row, nextRow, column, nextColumn, floats, ints, at, rowStride);
      calls++;
      loops += (long) (nextRow - row) * Math.ceilDiv(nextColumn - column, lanes);
      elements += (long) (nextRow - row) * (nextColumn - column);
      column = nextColumn;
      if (column == toColumn) {
        column = fromColumn;
        row = nextRow;
      }
    }
    deferred.ended(form, length * elements, calls, loops);
    if (column > fromColumn) {
      plain.run(row, nextRow, column, toColumn, floats, ints, at, rowStride);
      row = nextRow;
    }
    return row;
  }
}
