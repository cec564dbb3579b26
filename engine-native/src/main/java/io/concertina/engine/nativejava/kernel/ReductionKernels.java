package io.concertina.engine.nativejava.kernel;

/**
 * Loops that combine elements along an axis.
 *
 * <p>A tensor is seen as [outer, middle, inner]; element (o, m, i) of x is {@code x[xAt + o *
 * outerStride + m * middleStride + i]}. Results are dense: [outer, inner] unless said otherwise. To
 * split work, pass a part of outer, or of inner with the full middle stride; the bits are the same.
 */
public interface ReductionKernels {

  /**
   * y[o, i] = op over m of x[o, m, i]; 0, -∞ or +∞ for SUM, MAX or MIN of nothing.
   *
   * <p>With inner = 1 and middleStride = 1, element m of a sum belongs to partial sum {@code m mod
   * 64}, and these are added in a fixed tree; otherwise elements are added in order of m.
   */
  void reduce(
      ReduceOp op,
      int outer,
      int outerStride,
      int middle,
      int middleStride,
      int inner,
      float[] x,
      int xAt,
      float[] y,
      int yAt);

  /** y[o, i] = Σ over m of x[o, m, i] in wrapping integers. */
  void sum(
      int outer,
      int outerStride,
      int middle,
      int middleStride,
      int inner,
      int[] x,
      int xAt,
      int[] y,
      int yAt);

  /** y[o, i] = the first m with the largest x[o, m, i]; a NaN counts as larger than all numbers. */
  void argMax(
      int outer,
      int outerStride,
      int middle,
      int middleStride,
      int inner,
      float[] x,
      int xAt,
      int[] y,
      int yAt);

  /**
   * y[o, m, i] = Σ of x[o, j, i] over j ≤ m, or over j ≥ m in reverse. Both are dense; y may be x.
   */
  void cumSum(
      int outer, int middle, int inner, boolean reverse, float[] x, int xAt, float[] y, int yAt);

  /**
   * The k largest of each dense row in descending order with their positions; of equals the first
   * comes first, and a NaN counts as larger than all numbers.
   *
   * @param values [rows, k]
   * @param positions [rows, k]
   */
  void topK(
      int rows,
      int columns,
      int k,
      float[] x,
      int xAt,
      float[] values,
      int valuesAt,
      int[] positions,
      int positionsAt);

  /** y = eˣ⁻ᵐ / Σ eˣ⁻ᵐ per dense row, m the largest of the row; y may be x. */
  void softmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt);

  /** y = x - m - ln Σ eˣ⁻ᵐ per dense row, m the largest of the row; y may be x. */
  void logSoftmax(int rows, int columns, float[] x, int xAt, float[] y, int yAt);
}
