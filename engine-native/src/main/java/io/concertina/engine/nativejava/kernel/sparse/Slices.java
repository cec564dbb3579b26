package io.concertina.engine.nativejava.kernel.sparse;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Sliced ELLPACK, turned to columns: as many columns as a vector has lanes make a slice and are
 * padded with zeros to the longest of them. They are sorted by length, so little is padded.
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
 * @param order which column each lane of each slice is; 0 in the lanes after the last column
 */
@SuppressWarnings("ArrayRecordComponent") // Kernels read the arrays; nobody compares matrices.
public record Slices(int k, int n, int lanes, int[] starts, int[] rows, float[] values, int[] order)
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
  public static Slices of(Columns columns, int lanes) {
    int n = columns.n();
    int count = Math.ceilDiv(n, lanes);
    int[] order = Arrays.copyOf(longestFirst(columns), count * lanes);
    int[] starts = new int[count + 1];
    for (int slice = 0; slice < count; slice++) {
      starts[slice + 1] = starts[slice] + length(columns, order[slice * lanes]) * lanes;
    }
    int[] rows = new int[starts[count]];
    float[] values = new float[starts[count]];
    for (int i = 0; i < n; i++) {
      int from = columns.starts()[order[i]];
      int to = starts[i / lanes] + i % lanes;
      for (int number = 0; number < length(columns, order[i]); number++) {
        rows[to + number * lanes] = columns.rows()[from + number];
        values[to + number * lanes] = columns.values()[from + number];
      }
    }
    return new Slices(columns.k(), n, lanes, starts, rows, values, order);
  }

  private static int[] longestFirst(Columns columns) {
    return IntStream.range(0, columns.n())
        .boxed()
        .sorted(Comparator.comparingInt((Integer column) -> -length(columns, column)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int length(Columns columns, int column) {
    return columns.starts()[column + 1] - columns.starts()[column];
  }
}
