package io.concertina.engine.nativejava.kernel;

/**
 * A matrix in an array: element (i, j) is {@code elements[at + i * stride + j]}, or {@code
 * elements[at + j * stride + i]} if it is the transpose of what is stored.
 *
 * @param elements the array
 * @param at position of element (0, 0)
 * @param stride distance of two stored rows
 * @param transposed the stored rows are its columns
 */
@SuppressWarnings("ArrayRecordComponent") // Kernels read the array; nobody compares matrices.
public record Matrix(float[] elements, int at, int stride, boolean transposed)
    implements Product.Left, Product.Right {

  /** A matrix as it is stored. */
  public Matrix(float[] elements, int at, int stride) {
    this(elements, at, stride, false);
  }
}
