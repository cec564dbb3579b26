package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.LayoutKernels;

/**
 * Takes slices by position, or adds slices in at positions.
 *
 * @param adds {@code to[positions] += from} instead of {@code to = from[positions]}
 * @param sizes of the loops
 * @param from what is taken or added, dense
 * @param fromAt position of its first element
 * @param positions integers [batch, count]
 * @param positionsAt position of the first one
 * @param to receives the slices
 */
public record GatherStep(
    boolean adds,
    Sizes sizes,
    Buffer from,
    int fromAt,
    Buffer positions,
    int positionsAt,
    Buffer to)
    implements Step {

  /**
   * The loops: indexed side [batch, outer, axis, inner], other side [batch, outer, count, inner].
   *
   * @param batch axes shared with the positions
   * @param outer axes between those and the indexed one
   * @param axis the indexed axis
   * @param inner axes behind it
   * @param count positions per batch
   */
  public record Sizes(int batch, int outer, int axis, int inner, int count) {}

  @Override
  public Task bind(Workspace workspace) {
    LayoutKernels kernels = workspace.kernels().layouts();
    int[] p = workspace.ints(positions);
    Sizes s = sizes;
    if (to.ints()) {
      int[] x = workspace.ints(from);
      int[] y = workspace.ints(to);
      return () ->
          kernels.gather(
              s.batch, s.outer, s.axis, s.inner, s.count, x, fromAt, p, positionsAt, y, 0);
    }
    float[] x = workspace.floats(from);
    float[] y = workspace.floats(to);
    return adds
        ? () ->
            kernels.scatterAdd(
                s.batch, s.outer, s.axis, s.inner, s.count, x, fromAt, p, positionsAt, y, 0)
        : () ->
            kernels.gather(
                s.batch, s.outer, s.axis, s.inner, s.count, x, fromAt, p, positionsAt, y, 0);
  }

  @Override
  public String toString() {
    return (adds ? "scatter_add " : "gather ")
        + sizes.count
        + " of "
        + sizes.axis
        + " ("
        + from
        + ", "
        + positions
        + ") -> "
        + to;
  }
}
