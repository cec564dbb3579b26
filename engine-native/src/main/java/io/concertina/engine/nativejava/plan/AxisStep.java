package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.ReductionKernels;

/**
 * Positions of the largest elements or running sums of x [outer, middle, inner] along the middle
 * axis.
 *
 * @param kind which
 * @param outer size of the axes before
 * @param middle size of the axis
 * @param inner size of the axes behind
 * @param from x, dense
 * @param fromAt position of its first element
 * @param to [outer, inner] for ARG_MAX, the shape of x for the running sums; dense
 */
public record AxisStep(
    Kind kind, int outer, int middle, int inner, Buffer from, int fromAt, Buffer to)
    implements Step {

  /** What happens along the axis. */
  public enum Kind {
    /** Position of the first largest element. */
    ARG_MAX,
    /** Sum of the elements so far. */
    CUM_SUM,
    /** Sum of the elements from here on. */
    REVERSE_CUM_SUM
  }

  @Override
  public Task bind(Workspace workspace) {
    ReductionKernels kernels = workspace.kernels().reductions();
    float[] x = workspace.floats(from);
    return switch (kind) {
      case ARG_MAX -> {
        int[] y = workspace.ints(to);
        yield () -> kernels.argMax(outer, middle * inner, middle, inner, inner, x, fromAt, y, 0);
      }
      case CUM_SUM, REVERSE_CUM_SUM -> {
        float[] y = workspace.floats(to);
        boolean reverse = kind == Kind.REVERSE_CUM_SUM;
        yield () -> kernels.cumSum(outer, middle, inner, reverse, x, fromAt, y, 0);
      }
    };
  }

  @Override
  public String toString() {
    String name =
        switch (kind) {
          case ARG_MAX -> "argmax";
          case CUM_SUM -> "running sum";
          case REVERSE_CUM_SUM -> "reverse running sum";
        };
    return name + " [" + outer + ", " + middle + ", " + inner + "] over 1 (" + from + ") -> " + to;
  }
}
