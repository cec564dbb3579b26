package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise loop in the form that is in use.
 *
 * <p>The JVM compiles what is called often, and interprets it before, where a vector costs a
 * thousand times as much as later. So the first trials of a class are calls with little work each,
 * and plain Java does what is left of the rectangle. The others are whole, since the compiler
 * unrolls a loop as its length so far suggests.
 */
final class DeferredElementwise implements ElementwiseKernel {

  /** Calls after which HotSpot has compiled a method with its quick compiler. */
  private static final int INTERPRETED = 220;

  /** Such calls in one use. */
  private static final int MOST_CALLS = 20;

  private final ElementwiseKernel plain;
  private final Deferred<ElementwiseKernel> deferred;
  private final long length;
  private final int piece;

  /** Of the class that has trials; only a thread that has one looks at them. */
  private @Nullable ElementwiseKernel tried;

  private int calls;

  /**
   * A loop that was not used yet.
   *
   * @param plain the form in plain Java
   * @param deferred knows the form
   * @param length elementary operations of one element
   * @param piece columns of one of the first calls
   */
  DeferredElementwise(
      ElementwiseKernel plain, Deferred<ElementwiseKernel> deferred, long length, int piece) {
    this.plain = plain;
    this.deferred = deferred;
    this.length = length;
    this.piece = piece;
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
    if (deferred.isTrial(form) && isInterpreted(form)) {
      begin(form, fromRow, toRow, fromColumn, toColumn, floats, ints, at, rowStride);
    } else {
      form.run(fromRow, toRow, fromColumn, toColumn, floats, ints, at, rowStride);
      deferred.done(form, work);
    }
  }

  private boolean isInterpreted(ElementwiseKernel form) {
    if (form != tried) {
      tried = form;
      calls = 0;
    }
    return calls < INTERPRETED;
  }

  private void begin(
      ElementwiseKernel form,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      float[][] floats,
      int[][] ints,
      int[] at,
      int[] rowStride) {
    int row = fromRow;
    int column = fromColumn;
    long elements = 0;
    for (int call = 0; call < MOST_CALLS && row < toRow; call++) {
      int next = piece < toColumn - column ? column + piece : toColumn;
      form.run(row, row + 1, column, next, floats, ints, at, rowStride);
      calls++;
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
