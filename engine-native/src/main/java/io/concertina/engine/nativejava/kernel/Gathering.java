package io.concertina.engine.nativejava.kernel;

/**
 * The shape of a product whose left factor lies scattered in an array, as what is under the windows
 * on an image does: A[i, p] = a[rows[i] + shared[p]], B[p, j] = b[p · stride + j], and C[i, j] goes
 * to c[targets[i] + j]. So neither factor is written anew.
 *
 * @param rows position of each row of A
 * @param shared what each element of the shared axis adds to it
 * @param targets position of each row of C
 * @param columns columns of B and C
 * @param stride distance of two rows of B
 */
@SuppressWarnings("ArrayRecordComponent") // Kernels read the tables; nobody compares them.
public record Gathering(int[] rows, int[] shared, int[] targets, int columns, int stride) {

  /** Multiply-adds. */
  public long work() {
    return (long) rows.length * shared.length * columns;
  }
}
