package io.concertina.engine.nativejava.plan.window;

/**
 * Zeros around an image, so that everything a window may look at is there.
 *
 * @param depth along the outermost spatial axis
 * @param height along the one in the middle
 * @param width along the innermost one
 * @param channels numbers of an element
 */
record Padding(Side depth, Side height, Side width, int channels) {

  /**
   * One axis.
   *
   * @param size elements of the image
   * @param before zeros in front
   * @param after zeros behind
   */
  record Side(int size, int before, int after) {

    /** Elements with padding. */
    int padded() {
      return before + size + after;
    }
  }

  /** True if there is none: the image may be read where it is. */
  boolean isNone() {
    return floats() == size();
  }

  /** Floats of an image. */
  int size() {
    return depth.size * height.size * width.size * channels;
  }

  /** Floats with padding. */
  int floats() {
    return depth.padded() * height.padded() * width.padded() * channels;
  }

  /** Position of an element, which may lie in the padding, with padding. */
  int at(int d, int h, int w) {
    int plane = (d + depth.before) * height.padded() + h + height.before;
    return (plane * width.padded() + w + width.before) * channels;
  }

  /** Position of each element of the image, with padding. */
  int[] elements() {
    int[] elements = new int[size() / channels];
    int i = 0;
    for (int d = 0; d < depth.size; d++) {
      for (int h = 0; h < height.size; h++) {
        for (int w = 0; w < width.size; w++) {
          elements[i++] = at(d, h, w);
        }
      }
    }
    return elements;
  }

  /**
   * Copies an image to the middle of space whose padding is zero.
   *
   * @param image holds it
   * @param at position of its first element
   * @param padded holds the space
   * @param paddedAt position of its first element
   */
  void copy(float[] image, int at, float[] padded, int paddedAt) {
    int line = width.size * channels;
    int from = at;
    for (int d = 0; d < depth.size; d++) {
      for (int h = 0; h < height.size; h++) {
        System.arraycopy(image, from, padded, paddedAt + at(d, h, 0), line);
        from += line;
      }
    }
  }
}
