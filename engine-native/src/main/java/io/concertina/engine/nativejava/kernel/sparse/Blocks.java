package io.concertina.engine.nativejava.kernel.sparse;

/**
 * Blocks of one row and as many columns as a vector has lanes; blocks of zeros are left out.
 *
 * @param k rows
 * @param n columns
 * @param lanes columns of a block
 * @param starts for each panel of {@code lanes} columns, and after the last, its first block
 * @param rows row of each block, ascending within a panel
 * @param values the numbers block by block; beyond column n they are 0
 */
@SuppressWarnings("ArrayRecordComponent") // Kernels read the arrays; nobody compares matrices.
public record Blocks(int k, int n, int lanes, int[] starts, int[] rows, float[] values)
    implements SparseMatrix {

  @Override
  public int stored() {
    return values.length;
  }

  /** Number of panels. */
  public int panels() {
    return starts.length - 1;
  }

  /**
   * Reads the numbers anew from a dense matrix that is 0 where this one stores nothing.
   *
   * @param b the matrix; element (p, j) is at {@code bAt + p * rowStride + j * columnStride}
   */
  public void refill(float[] b, int bAt, int rowStride, int columnStride) {
    for (int panel = 0; panel < panels(); panel++) {
      int columns = Math.min(lanes, n - panel * lanes);
      for (int block = starts[panel]; block < starts[panel + 1]; block++) {
        int from = bAt + rows[block] * rowStride + panel * lanes * columnStride;
        for (int j = 0; j < columns; j++) {
          values[block * lanes + j] = b[from + j * columnStride];
        }
      }
    }
  }

  /** Leaves out the blocks of zeros of a dense matrix. */
  public static Blocks of(Density density, float[] b, int bAt) {
    int k = density.k();
    int n = density.n();
    int lanes = density.lanes();
    int panels = Math.ceilDiv(n, lanes);
    int[] starts = new int[panels + 1];
    int[] rows = new int[density.blocks()];
    float[] values = new float[density.blocks() * lanes];
    int at = 0;
    for (int panel = 0; panel < panels; panel++) {
      starts[panel] = at;
      int columns = Math.min(lanes, n - panel * lanes);
      for (int p = 0; p < k; p++) {
        int from = bAt + p * n + panel * lanes;
        if (!Density.isZero(b, from, columns)) {
          rows[at] = p;
          System.arraycopy(b, from, values, at++ * lanes, columns);
        }
      }
    }
    starts[panels] = at;
    return new Blocks(k, n, lanes, starts, rows, values);
  }
}
