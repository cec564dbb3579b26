package io.concertina.engine.nativejava.kernel;

import io.concertina.engine.nativejava.kernel.sparse.Blocks;
import io.concertina.engine.nativejava.kernel.sparse.Columns;
import io.concertina.engine.nativejava.kernel.sparse.Slices;

/**
 * Products C = A · B with a matrix B whose zeros are left out.
 *
 * <p>Every element of C is one chain of fused multiply-adds in ascending order of the shared axis,
 * starting from 0, over the elements of B that are stored.
 */
public interface SparseKernels {

  /** Rows that {@link #columns} works on at a time: a few vectors. */
  int stripRows();

  /**
   * Rows of C, from blocks.
   *
   * @param b right matrix
   * @param fromRow first row
   * @param toRow row after the last
   * @param fromPanel first panel of columns
   * @param toPanel panel after the last
   * @param a left matrix, [.., k] in dense rows
   * @param aAt position of element (0, 0)
   * @param c result, [.., n] in dense rows
   * @param cAt position of element (0, 0)
   */
  void blocks(
      Blocks b,
      int fromRow,
      int toRow,
      int fromPanel,
      int toPanel,
      float[] a,
      int aAt,
      float[] c,
      int cAt);

  /**
   * One row of C, from slices.
   *
   * @param b right matrix
   * @param fromSlice first slice
   * @param toSlice slice after the last
   * @param a row of the left matrix
   * @param aAt position of its first element
   * @param c row of the result
   * @param cAt position of its first element
   */
  void slices(Slices b, int fromSlice, int toSlice, float[] a, int aAt, float[] c, int cAt);

  /**
   * Cᵀ = Bᵀ · Aᵀ for a strip of rows.
   *
   * @param b right matrix
   * @param a Aᵀ, [k, {@link #stripRows}]
   * @param aAt position of element (0, 0)
   * @param c Cᵀ, [n, {@link #stripRows}]
   * @param cAt position of element (0, 0)
   */
  void columns(Columns b, float[] a, int aAt, float[] c, int cAt);
}
