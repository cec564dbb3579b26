package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;

/**
 * An elementwise loop in the form that is in use.
 *
 * <p>The JVM compiles what is called often, and before that a vector costs a hundred times as much
 * as later. So a trial is many calls with little work each, for a limited time; plain Java does
 * what is left of the rectangle.
 *
 * @param plain the form in plain Java
 * @param deferred knows the form
 * @param length elementary operations of one element
 * @param piece columns of a call in a trial
 */
record DeferredElementwise(
    ElementwiseKernel plain, Deferred<ElementwiseKernel> deferred, long length, int piece)
    implements ElementwiseKernel {

  /** Nanoseconds after which plain Java goes on. */
  private static final long MOST_NANOS = 1_000_000;

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
      trial(form, fromRow, toRow, fromColumn, toColumn, floats, ints, at, rowStride);
    } else {
      form.run(fromRow, toRow, fromColumn, toColumn, floats, ints, at, rowStride);
      deferred.done(form, work);
    }
  }

  private void trial(
      ElementwiseKernel form,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      float[][] floats,
      int[][] ints,
      int[] at,
      int[] rowStride) {
    long end = System.nanoTime() + MOST_NANOS;
    int row = fromRow;
    int column = fromColumn;
    long elements = 0;
    while (row < toRow && System.nanoTime() < end) {
      int next = Math.min(toColumn, column + piece);
      form.run(row, row + 1, column, next, floats, ints, at, rowStride);
      elements += next - column;
      column = next;
      if (column >= toColumn) {
        column = fromColumn;
        row++;
      }
    }
    deferred.done(form, length * elements);
    if (row < toRow && column > fromColumn) {
      plain.run(row, row + 1, column, toColumn, floats, ints, at, rowStride);
      row++;
    }
    if (row < toRow) {
      plain.run(row, toRow, fromColumn, toColumn, floats, ints, at, rowStride);
    }
  }
}
