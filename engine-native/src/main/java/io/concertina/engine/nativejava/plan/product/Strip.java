package io.concertina.engine.nativejava.plan.product;

import io.concertina.engine.nativejava.kernel.LayoutKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Some rows of a matrix, feature by feature, as one thread works on them: what goes into a sparse
 * product and what comes out.
 *
 * <p>What goes in lies outside of the heap, since only there it can start at a cache line.
 */
final class Strip {

  /** Bytes of a cache line, and of the widest vector. */
  private static final int LINE = 64;

  /** Features that are turned at a time, so that they are still in the first cache. */
  private static final int TURNED = 64;

  private final int width;
  private final LayoutKernels layouts;
  private final MemorySegment left;
  private final float[] product;
  private final float[] turned;

  /**
   * Space for strips.
   *
   * @param width rows
   * @param in features that go into a product, at most
   * @param out features that come out of one, at most
   */
  Strip(int width, int in, int out, LayoutKernels layouts) {
    this.width = width;
    this.layouts = layouts;
    this.left = Arena.ofAuto().allocate((long) in * width * Float.BYTES, LINE);
    this.product = new float[out * width];
    this.turned = new float[TURNED * width];
  }

  /**
   * The share of the padding is small.
   *
   * @return 1, 2 or 4 times {@code lanes}: rows of the strips of a matrix with so many rows
   */
  static int width(int lanes, int rows) {
    int least = Math.ceilDiv(rows, lanes) * lanes;
    for (int width = 4 * lanes; width > lanes; width /= 2) {
      if (4 * (Math.ceilDiv(rows, width) * width) <= 5 * least) {
        return width;
      }
    }
    return lanes;
  }

  /** Rows. */
  int width() {
    return width;
  }

  /** What goes into a product: [features, width]. */
  MemorySegment left() {
    return left;
  }

  /** What comes out of a product: [features, width]. */
  float[] product() {
    return product;
  }

  /** Reads rows of a matrix with so many columns, all that there are up to the width. */
  void load(int rows, int columns, float[] matrix, int at) {
    for (int from = 0; from < columns; from += TURNED) {
      int count = Math.min(TURNED, columns - from);
      layouts.transpose(rows, count, matrix, at + from, columns, turned, 0, width);
      long to = (long) from * width * Float.BYTES;
      MemorySegment.copy(turned, 0, left, ValueLayout.JAVA_FLOAT, to, count * width);
    }
  }

  /** Makes the first features of the product what goes into the next one. */
  void handOver(int features) {
    MemorySegment.copy(product, 0, left, ValueLayout.JAVA_FLOAT, 0, features * width);
  }

  /** Writes the product's rows into a matrix with so many columns. */
  void store(int rows, int columns, float[] matrix, int at) {
    layouts.transpose(columns, rows, product, 0, width, matrix, at, columns);
  }
}
