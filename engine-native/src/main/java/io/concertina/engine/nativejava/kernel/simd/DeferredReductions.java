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
    deferred
        .form((long) outer * middle * inner)
        .reduce(op, outer, outerStride, middle, middleStride, inner, x, xAt, y, yAt);
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
    deferred
        .form((long) outer * middle * inner)
        .sum(outer, outerStride, middle, middleStride, inner, x, xAt, y, yAt);
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
    deferred
        .form((long) outer * middle * inner)
        .argMax(outer, outerStride, middle, middleStride, inner, x, xAt, y, yAt);
  }

  @Override
  public void cumSum(
      int outer, int middle, int inner, boolean reverse, float[] x, int xAt, float[] y, int yAt) {
    deferred
        .form((long) outer * middle * inner)
        .cumSum(outer, middle, inner, reverse, x, xAt, y, yAt);
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
    deferred
        .form((long) rows * columns)
        .topK(rows, columns, k, x, xAt, values, valuesAt, positions, positionsAt);
  }

  @Override
  public void softmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    deferred
        .form((long) rows * columns * SOFTMAX_OPERATIONS)
        .softmax(rows, columns, x, xAt, y, yAt);
  }

  @Override
  public void logSoftmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt) {
    deferred
        .form((long) rows * columns * SOFTMAX_OPERATIONS)
        .logSoftmax(rows, columns, x, xAt, y, yAt);
  }
}
