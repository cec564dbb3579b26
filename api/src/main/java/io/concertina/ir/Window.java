package io.concertina.ir;

import io.concertina.ShapeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Geometry of a window that slides over the spatial axes of a tensor [batch, s₁ … sₙ, channels].
 *
 * <p>On each axis the window has {@code size} taps that lie {@code dilation} apart, so it reaches
 * over {@code (size - 1) · dilation + 1} positions, its extent. It starts {@code before} positions
 * in front of the axis and moves on by {@code stride} as long as it ends at most {@code after}
 * positions behind the axis: ⌊(s + before + after - extent) / stride⌋ + 1 positions. Tap j of
 * position i lies at i · stride + j · dilation - before.
 *
 * <p>Padding is given per side, because the usual rule {@link #same} is not symmetric: what is odd
 * goes behind the axis.
 *
 * @param sizes taps per axis, at least 1; one to three axes
 * @param strides step per axis, at least 1
 * @param dilations distance of neighbouring taps per axis, at least 1
 * @param before padding in front of each axis, at least 0 and less than the extent
 * @param after padding behind each axis, at least 0 and less than the extent
 */
public record Window(
    List<Integer> sizes,
    List<Integer> strides,
    List<Integer> dilations,
    List<Integer> before,
    List<Integer> after) {

  /** Spatial axes at most. */
  public static final int MAX_AXES = 3;

  public Window {
    sizes = List.copyOf(sizes);
    if (sizes.isEmpty() || sizes.size() > MAX_AXES) {
      throw new ShapeException("window", "one to " + MAX_AXES + " spatial axes", sizes);
    }
    sizes = checked("sizes", sizes, 1, sizes.size());
    strides = checked("strides", strides, 1, sizes.size());
    dilations = checked("dilations", dilations, 1, sizes.size());
    before = checked("padding before", before, 0, sizes.size());
    after = checked("padding after", after, 0, sizes.size());
    for (int axis = 0; axis < sizes.size(); axis++) {
      long extent = extent(sizes.get(axis), dilations.get(axis));
      if (extent > Integer.MAX_VALUE) {
        throw new ShapeException("window", "a reach of at most 2^31 - 1", extent);
      }
      if (before.get(axis) >= extent || after.get(axis) >= extent) {
        throw new ShapeException(
            "window padding",
            "less than the " + extent + " positions that the window reaches over",
            before + " before and " + after + " after");
      }
    }
  }

  private static long extent(int size, int dilation) {
    return (size - 1L) * dilation + 1;
  }

  private static List<Integer> checked(String what, List<Integer> numbers, int least, int axes) {
    if (numbers.size() != axes || numbers.stream().anyMatch(number -> number < least)) {
      String each = axes == 1 ? "1 number" : axes + " numbers";
      throw new ShapeException("window " + what, each + " of at least " + least, numbers);
    }
    return List.copyOf(numbers);
  }

  /** A dense window that moves by one and stays inside: stride 1, dilation 1, no padding. */
  public static Window of(int... sizes) {
    List<Integer> ones = Collections.nCopies(sizes.length, 1);
    List<Integer> zeros = Collections.nCopies(sizes.length, 0);
    return new Window(IntStream.of(sizes).boxed().toList(), ones, ones, zeros, zeros);
  }

  /** This window with other strides, one per axis. */
  public Window withStrides(int... strides) {
    return new Window(sizes, IntStream.of(strides).boxed().toList(), dilations, before, after);
  }

  /** This window with other dilations, one per axis. */
  public Window withDilations(int... dilations) {
    return new Window(sizes, strides, IntStream.of(dilations).boxed().toList(), before, after);
  }

  /** This window with other padding, one number per axis and side. */
  public Window withPadding(List<Integer> before, List<Integer> after) {
    return new Window(sizes, strides, dilations, before, after);
  }

  /**
   * This window with the padding that gives ⌈s / stride⌉ positions on an axis of size s, as Keras
   * and TensorFlow pad with {@code same}: half of it in front, what is odd behind.
   *
   * @param spatial the spatial sizes of the tensor; an axis of named size needs stride 1
   * @throws ShapeException if there are more or fewer axes, or a named one has another stride
   */
  public Window same(Shape spatial) {
    requireAxes(spatial);
    List<Integer> front = new ArrayList<>();
    List<Integer> back = new ArrayList<>();
    for (int axis = 0; axis < axes(); axis++) {
      Dim size = spatial.dim(axis);
      if (!size.isFixed() && strides.get(axis) != 1) {
        throw new ShapeException(
            "window strides", "stride 1 on the axis of size " + size, strides.get(axis));
      }
      int total = size.isFixed() ? samePadding(axis, size.size()) : extent(axis) - 1;
      front.add(total / 2);
      back.add(total - total / 2);
    }
    return withPadding(front, back);
  }

  private void requireAxes(Shape spatial) {
    if (spatial.rank() != axes()) {
      throw new ShapeException("window " + sizes, axes() + " spatial sizes", spatial);
    }
  }

  private int samePadding(int axis, int size) {
    long last = (Math.ceilDiv(size, strides.get(axis)) - 1L) * strides.get(axis);
    return (int) Math.max(0, last + extent(axis) - size);
  }

  /** Number of spatial axes. */
  public int axes() {
    return sizes.size();
  }

  /** Number of taps: the product of the sizes. */
  public int taps() {
    return sizes.stream().reduce(1, Math::multiplyExact);
  }

  /** Positions from the first tap to the last one, both included. */
  public int extent(int axis) {
    return (int) extent(sizes.get(axis), dilations.get(axis));
  }

  /** True if as many windows start on the axis as it has elements, whatever their number. */
  public boolean keepsSize(int axis) {
    return strides.get(axis) == 1 && before.get(axis) + after.get(axis) == extent(axis) - 1;
  }

  /**
   * Positions of the window on an axis of a size; 0 or less if it does not fit.
   *
   * @param axis which axis, from 0
   * @param size number of elements
   */
  public int positions(int axis, int size) {
    long room = (long) size + before.get(axis) + after.get(axis) - extent(axis);
    return (int) Math.min(Integer.MAX_VALUE, Math.floorDiv(room, (long) strides.get(axis)) + 1);
  }

  /** Attributes that differ from a dense window that stays inside, for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("window=" + sizes);
    append(text, "strides", strides, 1);
    append(text, "dilations", dilations, 1);
    append(text, "before", before, 0);
    append(text, "after", after, 0);
    return text.toString();
  }

  private static void append(StringBuilder text, String name, List<Integer> numbers, int usual) {
    if (numbers.stream().anyMatch(number -> number != usual)) {
      text.append(", ").append(name).append('=').append(numbers);
    }
  }
}
