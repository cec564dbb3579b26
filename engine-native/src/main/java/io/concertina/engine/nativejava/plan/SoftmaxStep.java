package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.ReductionKernels;

/**
 * Softmax of each row, or its logarithm.
 *
 * @param log whether the logarithm is asked for
 * @param rows number of rows
 * @param columns length of a row
 * @param from dense rows
 * @param fromAt position of the first element
 * @param to receives as many rows
 */
public record SoftmaxStep(boolean log, int rows, int columns, Buffer from, int fromAt, Buffer to)
    implements Step {

  /** Elements of a part: 64 KiB in and as much out, which the second-level cache holds. */
  private static final int PART = 16_384;

  /** Elements from which waking other threads pays: some tens of microseconds. */
  private static final int SHARED = 32_768;

  @Override
  public boolean anchors(Buffer buffer) {
    return from.equals(buffer) || to.equals(buffer);
  }

  @Override
  public Task bind(Workspace workspace) {
    ReductionKernels kernels = workspace.kernels().reductions();
    Workers workers = workspace.workers();
    float[] x = workspace.floats(from);
    float[] y = workspace.floats(to);
    int rowStep = Math.max(1, PART / Math.max(1, columns));
    Grid grid = new Grid(rows, columns, rowStep, Math.max(1, columns));
    Workers.Work work =
        (part, _) -> {
          int row = grid.fromRow(part);
          int count = grid.toRow(part) - row;
          int at = row * columns;
          if (log) {
            kernels.logSoftmax(count, columns, x, fromAt + at, y, at);
          } else {
            kernels.softmax(count, columns, x, fromAt + at, y, at);
          }
        };
    boolean shared = (long) rows * columns >= SHARED;
    return () -> {
      if (shared) {
        workers.run(grid.rowParts(), work);
      } else {
        Workers.alone(grid.rowParts(), work);
      }
    };
  }

  @Override
  public String toString() {
    String at = fromAt == 0 ? "" : "+" + fromAt;
    return (log ? "log softmax" : "softmax")
        + " of ["
        + rows
        + ", "
        + columns
        + "] ("
        + from
        + at
        + ") -> "
        + to;
  }
}
