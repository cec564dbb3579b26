package io.concertina.engine.nativejava.kernel;

/** Loops that move elements. General boxes and strides: {@link StridedCopy}. */
public interface LayoutKernels {

  /** y[c, r] = x[r, c]; rows of x are {@code xStride} apart, rows of y {@code yStride}. */
  void transpose(
      int rows, int columns, float[] x, int xAt, int xStride, float[] y, int yAt, int yStride);

  /**
   * y[b, o, p, i] = x[b, o, positions[b, p], i], everything dense. A position outside of the axis
   * is taken as the nearest inside.
   *
   * @param axis size of the axis of x that the positions index, at least 1
   * @param count positions per b
   */
  void gather(
      int batch,
      int outer,
      int axis,
      int inner,
      int count,
      float[] x,
      int xAt,
      int[] positions,
      int positionsAt,
      float[] y,
      int yAt);

  /** The same for integers. */
  void gather(
      int batch,
      int outer,
      int axis,
      int inner,
      int count,
      int[] x,
      int xAt,
      int[] positions,
      int positionsAt,
      int[] y,
      int yAt);

  /**
   * y[b, o, positions[b, p], i] += x[b, o, p, i] in order of p, everything dense; the reverse of
   * {@link #gather}.
   */
  void scatterAdd(
      int batch,
      int outer,
      int axis,
      int inner,
      int count,
      float[] x,
      int xAt,
      int[] positions,
      int positionsAt,
      float[] y,
      int yAt);
}
