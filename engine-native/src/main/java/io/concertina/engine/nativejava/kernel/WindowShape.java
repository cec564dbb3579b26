package io.concertina.engine.nativejava.kernel;

/**
 * Sizes of images, of a window that slides over them and of what it gives, with three spatial axes;
 * fewer have {@link Axis#UNIT} in front. Everything is dense and channels last.
 *
 * <p>An image has {@link #places} of {@code channels} numbers each, the other side {@link
 * #positions} of {@code filters} numbers. Both are counted through the batch, in row-major order,
 * and so are the taps.
 *
 * @param depth the outermost spatial axis
 * @param height the one in the middle
 * @param width the innermost one
 * @param channels of the image
 * @param filters of the other side; as many as channels when pooling
 * @param groups of channels, and of filters, that meet; as many as channels when pooling
 */
public record WindowShape(
    Axis depth, Axis height, Axis width, int channels, int filters, int groups) {

  /**
   * One spatial axis.
   *
   * @param places elements of the image
   * @param positions positions of the window
   * @param taps of the window
   * @param stride places between neighbouring positions
   * @param dilation places between neighbouring taps
   * @param before places of padding in front
   */
  public record Axis(int places, int positions, int taps, int stride, int dilation, int before) {

    /** An axis that is not there. */
    public static final Axis UNIT = new Axis(1, 1, 1, 1, 1, 0);

    /** The place under a tap of the window at a position; may be outside of the image. */
    public int place(int position, int tap) {
      return position * stride + tap * dilation - before;
    }

    /** True if the place under a tap is in the image. */
    public boolean holds(int place) {
      return place >= 0 && place < places;
    }

    /** The position whose tap is over a place; -1 if there is none. */
    public int position(int place, int tap) {
      int from = place + before - tap * dilation;
      int position = from / stride;
      return from >= 0 && position < positions && position * stride == from ? position : -1;
    }

    /** How many taps of the window at a position are over the image. */
    public int held(int position) {
      int count = 0;
      for (int tap = 0; tap < taps; tap++) {
        count += holds(place(position, tap)) ? 1 : 0;
      }
      return count;
    }
  }

  /** Places of one image. */
  public int places() {
    return depth.places * height.places * width.places;
  }

  /** Positions of the window on one image. */
  public int positions() {
    return depth.positions * height.positions * width.positions;
  }

  /** Taps of the window. */
  public int taps() {
    return depth.taps * height.taps * width.taps;
  }

  /** Channels of a group. */
  public int groupChannels() {
    return channels / groups;
  }

  /** Filters of a group. */
  public int groupFilters() {
    return filters / groups;
  }

  /** Numbers of a kernel [taps, channels of a group, filters]. */
  public int kernelSize() {
    return taps() * groupChannels() * filters;
  }

  /** Multiply-adds at one position, taps in the padding included. */
  public int work() {
    return taps() * groupChannels() * filters;
  }
}
