package io.concertina.engine.nativejava.kernel;

/**
 * Pooling over the sizes of a {@link WindowShape}.
 *
 * <p>Every number of a result has one order of summation, whatever the range of a call, without the
 * taps in the padding. So bits depend neither on threads nor on the width of vectors. A call gives
 * the results of a range and leaves the others alone.
 */
public interface WindowKernels {

  /** The largest number under the window by {@link Math#max}, for positions. */
  void maxPool(
      WindowShape shape, int fromPosition, int toPosition, float[] x, int xAt, float[] y, int yAt);

  /**
   * The gradient of {@link #maxPool}, for whole images: adds dy, position by position, to the first
   * of the largest numbers; NaN beats every number, zeros of both signs are equal.
   */
  void maxPoolGradient(
      WindowShape shape,
      int fromImage,
      int toImage,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt);

  /** The number of v at the place of the first of the largest numbers of x, for positions. */
  void maxPoolPick(
      WindowShape shape,
      int fromPosition,
      int toPosition,
      float[] x,
      int xAt,
      float[] v,
      int vAt,
      float[] y,
      int yAt);

  /** The mean under the window, for positions: the sum over taps, then the division. */
  void avgPool(
      WindowShape shape,
      boolean countPadding,
      int fromPosition,
      int toPosition,
      float[] x,
      int xAt,
      float[] y,
      int yAt);

  /** The gradient of {@link #avgPool}, for places: the sum of the quotients over taps. */
  void avgPoolGradient(
      WindowShape shape,
      boolean countPadding,
      int fromPlace,
      int toPlace,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt);
}
