package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.SparseKernels;
import io.concertina.engine.nativejava.kernel.sparse.Blocks;
import io.concertina.engine.nativejava.kernel.sparse.Columns;
import io.concertina.engine.nativejava.kernel.sparse.Slices;
import java.lang.foreign.MemorySegment;

/**
 * Sparse products in the form that is in use.
 *
 * @param lanes columns of a block, the same in both forms
 * @param deferred knows the form
 */
record DeferredSparse(int lanes, Deferred<SparseKernels> deferred) implements SparseKernels {

  @Override
  public void row(Blocks b, float[] a, int aAt, float[] c, int cAt) {
    long work = b.stored();
    SparseKernels form = deferred.form(work);
    form.row(b, a, aAt, c, cAt);
    deferred.done(form, work);
  }

  @Override
  public void row(Slices b, float[] a, int aAt, float[] c, int cAt) {
    long work = b.stored();
    SparseKernels form = deferred.form(work);
    form.row(b, a, aAt, c, cAt);
    deferred.done(form, work);
  }

  @Override
  public void strip(Blocks b, int width, MemorySegment a, float[] c) {
    long work = (long) b.stored() * width;
    SparseKernels form = deferred.form(work);
    form.strip(b, width, a, c);
    deferred.done(form, work);
  }

  @Override
  public void strip(Columns b, int width, MemorySegment a, float[] c) {
    long work = (long) b.stored() * width;
    SparseKernels form = deferred.form(work);
    form.strip(b, width, a, c);
    deferred.done(form, work);
  }
}
