package io.concertina.engine.nativejava.kernel;

/**
 * Matrix products C = op(A) · B, with B rearranged into panels beforehand.
 *
 * <p>Every element of C is one chain of fused multiply-adds in ascending order of the shared axis,
 * starting from 0 or from C. So its bits depend on nothing else: not on the vector width, nor on
 * how rows and columns are split into calls.
 */
public interface MatrixKernels {

  /** Columns per panel. Ranges of columns begin at multiples of it. */
  int panelColumns();

  /** Floats that the panels of so many columns of a matrix with k rows take. */
  int packedSize(int k, int columns);

  /**
   * Rearranges columns of op(B) [k, n] into panels, padding with zeros.
   *
   * @param transpose op(B) = Bᵀ, so B is [n, k]
   * @param k rows of op(B)
   * @param fromColumn first column to pack, a multiple of {@link #panelColumns}
   * @param toColumn column after the last, a multiple of it or n
   * @param b matrix
   * @param bAt position of element (0, 0)
   * @param bStride distance of two rows of B as stored
   * @param packed receives {@link #packedSize} floats
   * @param packedAt position of the first of the panels
   */
  void pack(
      boolean transpose,
      int k,
      int fromColumn,
      int toColumn,
      float[] b,
      int bAt,
      int bStride,
      float[] packed,
      int packedAt);

  /**
   * A part of C = op(A) · B, or of C += op(A) · B.
   *
   * @param transposeLeft op(A) = Aᵀ, so A is [k, m]
   * @param accumulate adds to C instead of replacing it
   * @param fromRow first row of C to compute
   * @param toRow row after the last
   * @param fromColumn first column of C, a multiple of {@link #panelColumns}
   * @param toColumn column after the last, a multiple of it or n
   * @param k size of the shared axis
   * @param a matrix
   * @param aAt position of element (0, 0) of A
   * @param aStride distance of two rows of A as stored
   * @param packed panels of B
   * @param packedAt position of the panel that begins with {@code fromColumn}
   * @param c receives the product
   * @param cAt position of element (0, 0) of C
   * @param cStride distance of two rows of C
   * @param epilogue is applied to each finished rectangle of C while it is in the cache
   */
  void multiply(
      boolean transposeLeft,
      boolean accumulate,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] packed,
      int packedAt,
      float[] c,
      int cAt,
      int cStride,
      Epilogue epilogue);

  /**
   * True if a product is faster with {@link #multiplyUnpacked} than with packing B first; false
   * always where B is transposed, which only packing can undo.
   */
  boolean prefersUnpacked(boolean transposeRight, int m, int n, int k);

  /**
   * A part of C = op(A) · B, or of C += op(A) · B, straight from B [k, n]: as {@link #multiply},
   * with the same bits.
   *
   * @param b matrix
   * @param bAt position of element (0, 0) of B
   * @param bStride distance of two rows of B
   */
  void multiplyUnpacked(
      boolean transposeLeft,
      boolean accumulate,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float[] c,
      int cAt,
      int cStride,
      Epilogue epilogue);

  /** What follows on a finished rectangle of C: bias, activation, an optimiser's update. */
  @FunctionalInterface
  interface Epilogue {

    /** Nothing follows. */
    Epilogue NONE = (fromRow, toRow, fromColumn, toColumn) -> {};

    /** Works on rows {@code fromRow} to {@code toRow} and the columns alike, the ends excluded. */
    void apply(int fromRow, int toRow, int fromColumn, int toColumn);
  }
}
