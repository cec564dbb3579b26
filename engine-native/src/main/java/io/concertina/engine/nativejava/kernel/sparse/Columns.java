package io.concertina.engine.nativejava.kernel.sparse;

/**
 * Compressed sparse columns: column j has the numbers {@code values[starts[j]]} up to {@code
 * values[starts[j + 1]]}, in the rows {@code rows[...]}.
 *
 * @param k rows
 * @param n columns
 * @param starts n + 1 positions
 * @param rows row of each number, ascending within a column
 * @param values the numbers
 */
@SuppressWarnings("ArrayRecordComponent") // Kernels read the arrays; nobody compares matrices.
public record Columns(int k, int n, int[] starts, int[] rows, float[] values)
    implements SparseMatrix {

  @Override
  public int stored() {
    return values.length;
  }

  /**
   * Reads the numbers anew from a dense matrix that is 0 where this one stores nothing.
   *
   * @param b the matrix; element (p, j) is at {@code bAt + p * rowStride + j * columnStride}
   */
  public void refill(float[] b, int bAt, int rowStride, int columnStride) {
    for (int column = 0; column < n; column++) {
      int from = bAt + column * columnStride;
      for (int i = starts[column]; i < starts[column + 1]; i++) {
        values[i] = b[from + rows[i] * rowStride];
      }
    }
  }

  /** Leaves out the zeros of a dense matrix. */
  public static Columns of(Density density, float[] b, int bAt) {
    int k = density.k();
    int n = density.n();
    int[] starts = new int[n + 1];
    int[] rows = new int[density.numbers()];
    float[] values = new float[density.numbers()];
    int at = 0;
    for (int column = 0; column < n; column++) {
      starts[column] = at;
      for (int p = 0; p < k; p++) {
        float value = b[bAt + p * n + column];
        if (value != 0) {
          rows[at] = p;
          values[at++] = value;
        }
      }
    }
    starts[n] = at;
    return new Columns(k, n, starts, rows, values);
  }
}
