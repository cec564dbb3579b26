package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.SparseKernels;
import io.concertina.engine.nativejava.kernel.sparse.Blocks;
import io.concertina.engine.nativejava.kernel.sparse.Columns;
import io.concertina.engine.nativejava.kernel.sparse.Slices;

/**
 * Sparse products in the form that is in use.
 *
 * @param stripRows rows of a strip, the same in both forms
 * @param deferred knows the form
 */
record DeferredSparse(int stripRows, Deferred<SparseKernels> deferred) implements SparseKernels {

  @Override
  public void blocks(
      Blocks b,
      int fromRow,
      int toRow,
      int fromPanel,
      int toPanel,
      float[] a,
      int aAt,
      float[] c,
      int cAt) {
    deferred
        .form((long) (toRow - fromRow) * b.stored())
        .blocks(b, fromRow, toRow, fromPanel, toPanel, a, aAt, c, cAt);
  }

  @Override
  public void slices(Slices b, int fromSlice, int toSlice, float[] a, int aAt, float[] c, int cAt) {
    deferred.form(b.stored()).slices(b, fromSlice, toSlice, a, aAt, c, cAt);
  }

  @Override
  public void columns(Columns b, float[] a, int aAt, float[] c, int cAt) {
    deferred.form((long) b.stored() * stripRows).columns(b, a, aAt, c, cAt);
  }
}
