package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.ReductionKernels;

/**
 * The k largest elements of each row.
 *
 * @param rows number of rows
 * @param columns length of a row
 * @param k how many
 * @param from dense rows
 * @param fromAt position of the first element
 * @param values receives the elements [rows, k]
 * @param positions receives their columns [rows, k]
 */
public record TopKStep(
    int rows, int columns, int k, Buffer from, int fromAt, Buffer values, Buffer positions)
    implements Step {

  @Override
  public Task bind(Workspace workspace) {
    ReductionKernels kernels = workspace.kernels().reductions();
    float[] x = workspace.floats(from);
    float[] v = workspace.floats(values);
    int[] p = workspace.ints(positions);
    return () -> kernels.topK(rows, columns, k, x, fromAt, v, 0, p, 0);
  }

  @Override
  public String toString() {
    return "top " + k + " of [" + rows + ", " + columns + "] (" + from + ") -> " + values + ", "
        + positions;
  }
}
