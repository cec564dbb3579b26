package io.concertina.engine.nativejava.kernel.sparse;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Sliced ELLPACK, turned to columns: as many columns as a vector has lanes make a slice and are
 * padded with zeros to the longest of them. Columns are sorted by length, so little is padded.
 *
 * <p>Source: A. Monakov, A. Lokhmotov, A. Avetisyan, "Automatically Tuning Sparse Matrix-Vector
 * Multiplication for GPU Architectures", HiPEAC 2010.
 *
 * @param k rows
 * @param n columns
 * @param lanes columns of a slice
 * @param starts for each slice, and after the last, the position of its first number
 * @param rows row of each number: lane by lane, then the next number of each column
 * @param values the numbers alike
 * @param order which column each lane of each slice is; n in lanes that are none
 */
@SuppressWarnings("ArrayRecordComponent") // Kernels read the arrays; nobody compares matrices.
public record Slices(
    int k, int n, int lanes, int[] starts, int[] rows, float[] values, int[] order)
    implements SparseMatrix {

  @Override
  public int stored() {
    return values.length;
  }

  /** Number of slices. */
  public int count() {
    return starts.length - 1;
  }

  /** Regroups compressed columns. */
  static Slices of(Columns columns, int lanes) {
    int n = columns.n();
    int[] lengths = new int[n];
    Arrays.setAll(lengths, j -> columns.starts()[j + 1] - columns.starts()[j]);
    int[] sorted =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparing((Integer j) -> -lengths[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    int count = Math.ceilDiv(n, lanes);
    int[] order = new int[count * lanes];
    Arrays.fill(order, n);
    System.arraycopy(sorted, 0, order, 0, n);
    int[] starts = new int[count + 1];
    for (int slice = 0; slice < count; slice++) {
      starts[slice + 1] = starts[slice] + lengths[sorted[slice * lanes]] * lanes;
    }
    int[] rows = new int[starts[count]];
    float[] values = new float[starts[count]];
    for (int lane = 0; lane < n; lane++) {
      int from = columns.starts()[sorted[lane]];
      int to = starts[lane / lanes] + lane % lanes;
      for (int i = 0; i < lengths[sorted[lane]]; i++) {
        rows[to + i * lanes] = columns.rows()[from + i];
        values[to + i * lanes] = columns.values()[from + i];
      }
    }
    return new Slices(columns.k(), n, lanes, starts, rows, values, order);
  }
}
