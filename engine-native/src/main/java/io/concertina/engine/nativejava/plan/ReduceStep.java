package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.ReduceOp;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import java.util.Locale;

/**
 * Combines the elements of x [outer, middle, inner] along the middle axis.
 *
 * <p>A long axis is cut into blocks whose results are combined in turn, which spreads the work over
 * threads and keeps the rounding error of a sum small.
 *
 * @param op how
 * @param outer size of the axes before
 * @param middle size of the axis that disappears
 * @param inner size of the axes behind
 * @param from x, dense
 * @param fromAt position of its first element
 * @param to receives [outer, inner], dense
 */
public record ReduceStep(
    ReduceOp op, int outer, int middle, int inner, Buffer from, int fromAt, Buffer to)
    implements Step {

  /** Elements of a part. */
  private static final int PART = 32_768;

  /** Neighbours are added in 64 partial sums, so each of them has at most 512 terms. */
  private static final int BLOCK = 32_768;

  /** Strided elements are added one after the other. */
  static final int STRIDED_BLOCK = 256;

  @Override
  public boolean anchors(Buffer buffer) {
    return from.equals(buffer) || to.equals(buffer);
  }

  @Override
  public Task bind(Workspace workspace) {
    return from.ints() ? bindInts(workspace) : new Bound(workspace);
  }

  private Task bindInts(Workspace workspace) {
    if (op != ReduceOp.SUM) {
      throw new IllegalArgumentException("reduce: expected a sum of integers, got " + op);
    }
    ReductionKernels kernels = workspace.kernels().reductions();
    int[] x = workspace.ints(from);
    int[] y = workspace.ints(to);
    return () -> kernels.sum(outer, middle * inner, middle, inner, inner, x, fromAt, y, 0);
  }

  @Override
  public String toString() {
    String at = fromAt == 0 ? "" : "+" + fromAt;
    String shape = " [" + outer + ", " + middle + ", " + inner + "] over 1 ";
    return op.name().toLowerCase(Locale.ROOT) + shape + "(" + from + at + ") -> " + to;
  }

  private final class Bound implements Task, Workers.Work {

    private final ReductionKernels kernels;
    private final Workers workers;
    private final float[] x;
    private final float[] y;
    private final int block = inner == 1 ? BLOCK : STRIDED_BLOCK;
    private final int blocks = Math.max(1, Math.ceilDiv(middle, block));
    private final float[] results;

    /** Rows are blocks, columns are positions within inner. */
    private final Grid grid;

    Bound(Workspace workspace) {
      kernels = workspace.kernels().reductions();
      workers = workspace.workers();
      x = workspace.floats(from);
      y = workspace.floats(to);
      results = blocks == 1 ? y : new float[outer * blocks * inner];
      int length = Math.max(1, Math.min(block, middle));
      int rowStep = Math.max(1, PART / Math.max(1, length * inner));
      int columnStep = outer * blocks == 1 ? Math.max(64, PART / length) : Math.max(1, inner);
      grid = new Grid(outer * blocks, inner, rowStep, columnStep);
    }

    @Override
    public void run() {
      workers.run(grid.parts(), this);
      if (blocks > 1) {
        kernels.reduce(op, outer, blocks * inner, blocks, inner, inner, results, 0, y, 0);
      }
    }

    @Override
    public void part(int part, int worker) {
      int fromRow = grid.fromRow(part);
      int toRow = grid.toRow(part);
      int i = grid.fromColumn(part);
      int width = grid.toColumn(part) - i;
      if (blocks == 1) {
        reduce(toRow - fromRow, middle, fromRow * middle * inner + i, width, fromRow * inner + i);
        return;
      }
      for (int row = fromRow; row < toRow; row++) {
        int start = row % blocks * block;
        int at = (row / blocks * middle + start) * inner + i;
        reduce(1, Math.min(block, middle - start), at, width, row * inner + i);
      }
    }

    private void reduce(int lines, int length, int at, int width, int to) {
      kernels.reduce(op, lines, middle * inner, length, inner, width, x, fromAt + at, results, to);
    }
  }
}
