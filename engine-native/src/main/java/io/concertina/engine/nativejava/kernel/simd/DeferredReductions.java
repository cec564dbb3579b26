package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.ReduceOp;
import io.concertina.engine.nativejava.kernel.ReductionKernels;

/**
 * Reductions in the form that is in use.
 *
 * @param deferred knows the form
 */
record DeferredReductions(Deferred<ReductionKernels> deferred) implements ReductionKernels {

  /** Softmax takes about so many elementary operations per number. */
  private static final int SOFTMAX_OPERATIONS = 20;

  @Override
  public void reduce(
      ReduceOp op,
      int outer,
      int outerStride,
      int middle,
      int middleStride,
      int inner,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    long work = (long) outer * middle * inner;
    ReductionKernels form = deferred.form(work);
    form.reduce(op, outer, outerStride, middle, middleStride, inner, x, xAt, y, yAt);
    deferred.done(form, work);
  }

  @Override
  public void sum(
      int outer,
      int outerStride,
      int middle,
      int middleStride,
      int inner,
      int[] x,
      int xAt,
      int[] y,
      int yAt) {
    long work = (long) outer * middle * inner;
    ReductionKernels form = deferred.form(work);
    form.sum(outer, outerStride, middle, middleStride, inner, x, xAt, y, yAt);
    deferred.done(form, work);
  }

  @Override
  public void argMax(
      int outer,
      int outerStride,
      int middle,
      int middleStride,
      int inner,
      float[] x,
      int xAt,
      int[] y,
      int yAt) {
    long work = (long) outer * middle * inner;
    ReductionKernels form = deferred.form(work);
    form.argMax(outer, outerStride, middle, middleStride, inner, x, xAt, y, yAt);
    deferred.done(form, work);
  }

  @Override
  public void cumSum(
      int outer, int middle, int inner, boolean reverse, float[] x, int xAt, float[] y, int yAt) {
    long work = (long) outer * middle * inner;
    ReductionKernels form = deferred.form(work);
    form.cumSum(outer, middle, inner, reverse, x, xAt, y, yAt);
    deferred.done(form, work);
  }

  @Override
  public void topK(
      int rows,
      int columns,
      int k,
      float[] x,
      int xAt,
      float[] values,
      int valuesAt,
      int[] positions,
      int positionsAt) {
    long work = (long) rows * columns;
    ReductionKernels form = deferred.form(work);
    form.topK(rows, columns, k, x, xAt, values, valuesAt, positions, positionsAt);
    deferred.done(form, work);
  }

  @Override
  public void softmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    long work = (long) rows * columns * SOFTMAX_OPERATIONS;
    ReductionKernels form = deferred.form(work);
    form.softmax(rows, columns, x, xAt, y, yAt);
    deferred.done(form, work);
  }

  @Override
  public void logSoftmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    long work = (long) rows * columns * SOFTMAX_OPERATIONS;
    ReductionKernels form = deferred.form(work);
    form.logSoftmax(rows, columns, x, xAt, y, yAt);
    deferred.done(form, work);
  }
}
