package io.concertina.engine.nativejava.kernel;

/**
 * The shape of a product whose factors lie scattered in arrays, as what is under the windows on an
 * image does: A[i, p] = a[rows[i] + shared[p]], B[p, j] = b[right[p] + j], and C[i, j] goes to
 * c[targets[i] + j]. So no factor is written anew.
 *
 * @param rows position of each row of A
 * @param shared what each element of the shared axis adds to it
 * @param right position of each row of B
 * @param targets position of each row of C
 * @param columns columns of B and C
 */
@SuppressWarnings("ArrayRecordComponent") // Kernels read the tables; nobody compares them.
public record Gathering(int[] rows, int[] shared, int[] right, int[] targets, int columns) {

  /** Multiply-adds. */
  public long work() {
    return (long) rows.length * shared.length * columns;
  }
}
