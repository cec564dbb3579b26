package io.concertina.engine.nativejava.kernel;

import io.concertina.engine.nativejava.kernel.sparse.Blocks;
import io.concertina.engine.nativejava.kernel.sparse.Columns;
import io.concertina.engine.nativejava.kernel.sparse.Slices;
import java.lang.foreign.MemorySegment;

/**
 * Products C = A · B with a matrix B whose zeros are left out: of a single row, or of a strip of
 * rows that lies feature by feature, so that one number of B meets a number of every row.
 *
 * <p>Every element of C is one chain of fused multiply-adds in ascending order of the shared axis,
 * starting from 0, over the elements of B that are stored.
 */
public interface SparseKernels {

  /** Columns of a block and of a slice; the width of a strip is 1, 2 or 4 times as much. */
  int lanes();

  /**
   * One row of C, from blocks.
   *
   * @param b right matrix
   * @param a row of the left matrix
   * @param aAt position of its first element
   * @param c row of the result
   * @param cAt position of its first element
   */
  void row(Blocks b, float[] a, int aAt, float[] c, int cAt);

  /** One row of C, from slices, alike. */
  void row(Slices b, float[] a, int aAt, float[] c, int cAt);

  /**
   * Cᵀ = Bᵀ · Aᵀ for a strip of rows, from blocks.
   *
   * @param b right matrix
   * @param width rows of A and C
   * @param a Aᵀ, [k, width]
   * @param c Cᵀ, [panels of B · lanes, width]; what is beyond its row n has no meaning
   */
  void strip(Blocks b, int width, MemorySegment a, float[] c);

  /**
   * Cᵀ = Bᵀ · Aᵀ for a strip of rows, from columns.
   *
   * @param b right matrix
   * @param width rows of A and C
   * @param a Aᵀ, [k, width]
   * @param c Cᵀ, [n, width]
   */
  void strip(Columns b, int width, MemorySegment a, float[] c);
}
