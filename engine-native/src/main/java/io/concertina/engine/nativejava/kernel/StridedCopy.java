package io.concertina.engine.nativejava.kernel;

import java.util.Arrays;

/**
 * Copies a box of any rank between two layouts: y[yAt + Σ iₐ·yStrideₐ] = x[xAt + Σ iₐ·xStrideₐ].
 *
 * <p>With the right strides and offsets this is a broadcast (stride 0), slice, pad, concatenation,
 * reversal (negative stride) or permutation of axes.
 */
public final class StridedCopy {

  private StridedCopy() {}

  /** Copies floating point numbers; sizes and both strides have one entry per axis. */
  public static void copy(
      int[] sizes, float[] x, int xAt, int[] xStrides, float[] y, int yAt, int[] yStrides) {
    copy(0, sizes, x, xAt, xStrides, y, yAt, yStrides);
  }

  /** Copies integers or truth values; sizes and both strides have one entry per axis. */
  public static void copy(
      int[] sizes, int[] x, int xAt, int[] xStrides, int[] y, int yAt, int[] yStrides) {
    copy(0, sizes, x, xAt, xStrides, y, yAt, yStrides);
  }

  private static void copy(
      int axis,
      int[] sizes,
      float[] x,
      int xAt,
      int[] xStrides,
      float[] y,
      int yAt,
      int[] yStrides) {
    if (axis == sizes.length) {
      y[yAt] = x[xAt];
    } else if (axis < sizes.length - 1) {
      for (int i = 0; i < sizes[axis]; i++) {
        copy(
            axis + 1,
            sizes,
            x,
            xAt + i * xStrides[axis],
            xStrides,
            y,
            yAt + i * yStrides[axis],
            yStrides);
      }
    } else if (yStrides[axis] == 1 && xStrides[axis] == 1) {
      System.arraycopy(x, xAt, y, yAt, sizes[axis]);
    } else if (yStrides[axis] == 1 && xStrides[axis] == 0 && sizes[axis] > 0) {
      Arrays.fill(y, yAt, yAt + sizes[axis], x[xAt]);
    } else {
      int xStride = xStrides[axis];
      int yStride = yStrides[axis];
      for (int i = 0; i < sizes[axis]; i++) {
        y[yAt + i * yStride] = x[xAt + i * xStride];
      }
    }
  }

  private static void copy(
      int axis, int[] sizes, int[] x, int xAt, int[] xStrides, int[] y, int yAt, int[] yStrides) {
    if (axis == sizes.length) {
      y[yAt] = x[xAt];
    } else if (axis < sizes.length - 1) {
      for (int i = 0; i < sizes[axis]; i++) {
        copy(
            axis + 1,
            sizes,
            x,
            xAt + i * xStrides[axis],
            xStrides,
            y,
            yAt + i * yStrides[axis],
            yStrides);
      }
    } else if (yStrides[axis] == 1 && xStrides[axis] == 1) {
      System.arraycopy(x, xAt, y, yAt, sizes[axis]);
    } else if (yStrides[axis] == 1 && xStrides[axis] == 0 && sizes[axis] > 0) {
      Arrays.fill(y, yAt, yAt + sizes[axis], x[xAt]);
    } else {
      int xStride = xStrides[axis];
      int yStride = yStrides[axis];
      for (int i = 0; i < sizes[axis]; i++) {
        y[yAt + i * yStride] = x[xAt + i * xStride];
      }
    }
  }
}
