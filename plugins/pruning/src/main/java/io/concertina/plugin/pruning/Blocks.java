package io.concertina.plugin.pruning;

import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;

/**
 * A matrix cut into blocks, numbered row after row.
 *
 * @param rows of the matrix
 * @param width of the matrix
 * @param height rows of a block
 * @param columns columns of a block
 * @param stride how far neighbours of a row lie apart: so many rows lie side by side
 */
record Blocks(int rows, int width, int height, int columns, int stride) {

  /** With rows that lie behind each other. */
  Blocks(int rows, int width, int height, int columns) {
    this(rows, width, height, columns, 1);
  }

  private int across() {
    return Math.ceilDiv(width, columns);
  }

  /** How many there are. */
  int count() {
    return Math.ceilDiv(rows, height) * across();
  }

  /** The block of an element. */
  int of(int element) {
    int row = element / (width * stride) * stride + element % stride;
    return row / height * across() + element / stride % width / columns;
  }

  /** Elements of a block. */
  int size(int block) {
    int top = block / across() * height;
    int left = block % across() * columns;
    return Math.min(height, rows - top) * Math.min(columns, width - left);
  }

  /** Root mean square of the scores in each block; of a block of one element, its score. */
  float[] scores(float[] elements) {
    if (height == 1 && columns == 1) {
      return elements;
    }
    double[] squares = new double[count()];
    for (int i = 0; i < elements.length; i++) {
      squares[of(i)] += (double) elements[i] * elements[i];
    }
    float[] scores = new float[squares.length];
    for (int block = 0; block < scores.length; block++) {
      scores[block] = (float) Math.sqrt(squares[block] / size(block));
    }
    return scores;
  }

  /** Blocks with an element that a mask lets be. */
  boolean[] kept(Tensor mask) {
    boolean[] kept = new boolean[count()];
    for (int i = 0; i < mask.size(); i++) {
      if (mask.intAt(i) != 0) {
        kept[of(i)] = true;
      }
    }
    return kept;
  }

  /** Elements of the blocks that are kept. */
  long size(boolean[] kept) {
    long size = 0;
    for (int block = 0; block < kept.length; block++) {
      size += kept[block] ? size(block) : 0;
    }
    return size;
  }

  /**
   * A mask that is true in the blocks that are kept, but nowhere where another one is false.
   *
   * @param within the other mask
   */
  Tensor mask(boolean[] kept, Tensor within) {
    int[] bits = new int[within.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = kept[of(i)] ? within.intAt(i) : 0;
    }
    return Tensor.ofBooleans(within.shape(), bits);
  }

  /** A mask that is true in the blocks that are kept. */
  Tensor mask(boolean[] kept, Shape shape) {
    int[] bits = new int[shape.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = kept[of(i)] ? 1 : 0;
    }
    return Tensor.ofBooleans(shape, bits);
  }
}
