package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.ReduceOp;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import java.util.Locale;

/**
 * Combines the elements of x [outer, middle, inner] along the middle axis.
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

  @Override
  public Task bind(Workspace workspace) {
    if (from.ints()) {
      return bindInts(workspace);
    }
    if (outer == 1 && inner == 1 && middle > PART) {
      return new Long(workspace);
    }
    return new Split(workspace);
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

  /** Shares out lines of outer or, if there is one, stretches of inner. */
  private final class Split implements Task, Workers.Work {

    private final ReductionKernels kernels;
    private final Workers workers;
    private final float[] x;
    private final float[] y;
    private final Grid grid;

    Split(Workspace workspace) {
      kernels = workspace.kernels().reductions();
      workers = workspace.workers();
      x = workspace.floats(from);
      y = workspace.floats(to);
      int line = Math.max(1, middle * inner);
      int innerStep = Math.max(64, PART / Math.max(1, middle));
      grid =
          new Grid(
              outer, inner, Math.max(1, PART / line), outer == 1 ? innerStep : Math.max(1, inner));
    }

    @Override
    public void run() {
      workers.run(grid.parts(), this);
    }

    @Override
    public void part(int part, int worker) {
      int o = grid.fromRow(part);
      int i = grid.fromColumn(part);
      kernels.reduce(
          op,
          grid.toRow(part) - o,
          middle * inner,
          middle,
          inner,
          grid.toColumn(part) - i,
          x,
          fromAt + o * middle * inner + i,
          y,
          o * inner + i);
    }
  }

  /** One number out of many: partial results first. */
  private final class Long implements Task, Workers.Work {

    private final ReductionKernels kernels;
    private final Workers workers;
    private final float[] x;
    private final float[] y;
    private final float[] partial = new float[Math.ceilDiv(middle, PART)];

    Long(Workspace workspace) {
      kernels = workspace.kernels().reductions();
      workers = workspace.workers();
      x = workspace.floats(from);
      y = workspace.floats(to);
    }

    @Override
    public void run() {
      workers.run(partial.length, this);
      kernels.reduce(op, 1, 0, partial.length, 1, 1, partial, 0, y, 0);
    }

    @Override
    public void part(int part, int worker) {
      int at = part * PART;
      kernels.reduce(op, 1, 0, Math.min(PART, middle - at), 1, 1, x, fromAt + at, partial, part);
    }
  }

  @Override
  public String toString() {
    String at = fromAt == 0 ? "" : "+" + fromAt;
    return op.name().toLowerCase(Locale.ROOT)
        + " ["
        + outer
        + ", "
        + middle
        + ", "
        + inner
        + "] over 1 ("
        + from
        + at
        + ") -> "
        + to;
  }
}
