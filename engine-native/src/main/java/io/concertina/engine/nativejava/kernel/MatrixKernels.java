package io.concertina.engine.nativejava.kernel;

/** Matrix products, and the panels that a right factor may be rearranged into beforehand. */
public interface MatrixKernels {

  /** Columns per panel. Ranges of columns begin at multiples of it. */
  int panelColumns();

  /** Floats that the panels of so many columns of a matrix with k rows take. */
  int packedSize(int k, int columns);

  /**
   * Rearranges columns of B [k, n] into panels, padding with zeros.
   *
   * @param b the matrix
   * @param k its rows
   * @param fromColumn first column to pack, a multiple of {@link #panelColumns}
   * @param toColumn column after the last, a multiple of it or n
   * @param packed receives {@link #packedSize} floats from its start
   */
  void pack(Matrix b, int k, int fromColumn, int toColumn, float[] packed);

  /**
   * True if a product is faster straight from B than with packing B first; false always where B is
   * transposed, which only packing can undo.
   */
  boolean prefersUnpacked(boolean transposeRight, int m, int n, int k);

  /**
   * Binds a product to its arrays.
   *
   * @param accumulate adds to C instead of replacing it
   * @param k size of the shared axis
   * @param left A [m, k]
   * @param right B [k, n], not transposed; or its panels
   * @param target receives C [m, n]
   */
  Product product(
      boolean accumulate, int k, Product.Left left, Product.Right right, Product.Target target);

  /**
   * Binds a product of a gathered left factor to its arrays.
   *
   * @param accumulate adds to C instead of replacing it
   * @param shape where everything is
   * @param a holds the left factor
   * @param b holds the right factor
   * @param c receives the product
   */
  GatheredProduct gathered(boolean accumulate, Gathering shape, float[] a, float[] b, float[] c);

  /**
   * Binds a product whose numbers meet channel by channel: C[i, j] sums a[rows[i] + shared[p] + j]
   * · b[right[p] + j] over p.
   *
   * @param accumulate adds to C instead of replacing it
   * @param shape where everything is
   * @param a holds the left factor
   * @param b holds the right factor
   * @param c receives the product
   */
  GatheredProduct channelwise(boolean accumulate, Gathering shape, float[] a, float[] b, float[] c);
}
