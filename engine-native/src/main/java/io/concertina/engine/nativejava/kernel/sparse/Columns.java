package io.concertina.engine.nativejava.kernel.sparse;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Compressed sparse columns, the longest first: at position i stands column {@code order[i]}, with
 * the numbers {@code values[starts[i]]} up to {@code values[starts[i + 1]]} in the rows {@code
 * rows[...]}. Neighbours are of about equal length, so that kernels can go through some in step.
 *
 * @param k rows
 * @param n columns
 * @param order which column stands where
 * @param starts n + 1 positions
 * @param rows row of each number, ascending within a column
 * @param values the numbers
 */
@SuppressWarnings("ArrayRecordComponent") // Kernels read the arrays; nobody compares matrices.
public record Columns(int k, int n, int[] order, int[] starts, int[] rows, float[] values)
    implements SparseMatrix {

  @Override
  public int stored() {
    return values.length;
  }

  /** Leaves out the zeros of a dense matrix. */
  public static Columns of(Density density, float[] b, int bAt) {
    int k = density.k();
    int n = density.n();
    int[] order = order(k, n, b, bAt);
    int[] starts = new int[n + 1];
    int[] rows = new int[density.numbers()];
    float[] values = new float[density.numbers()];
    int at = 0;
    for (int i = 0; i < n; i++) {
      starts[i] = at;
      for (int p = 0; p < k; p++) {
        float value = b[bAt + p * n + order[i]];
        if (value != 0) {
          rows[at] = p;
          values[at++] = value;
        }
      }
    }
    starts[n] = at;
    return new Columns(k, n, order, starts, rows, values);
  }

  private static int[] order(int k, int n, float[] b, int bAt) {
    int[] lengths = new int[n];
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < n; j++) {
        lengths[j] += b[bAt + p * n + j] != 0 ? 1 : 0;
      }
    }
    return IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparingInt((Integer j) -> -lengths[j]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
