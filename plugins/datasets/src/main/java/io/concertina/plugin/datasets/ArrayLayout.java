package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.DatasetOptions.Missing;
import io.concertina.ir.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Where the numbers of an array stand in its bytes.
 *
 * <p>The first axis counts rows; an array of one axis has rows of shape [1].
 */
final class ArrayLayout {

  /** Rows beyond this width are no rows. */
  private static final long WIDEST = 1 << 28;

  private final String name;
  private final Element element;
  private final boolean big;
  private final long[] sizes;
  private final int headerBytes;
  private final long rows;
  private final int width;
  private final Shape sample;

  /** For Fortran order: element j of a row stands at {@code row + rows * places[j]}; else empty. */
  private final int[] places;

  private ArrayLayout(
      String name, Element element, boolean big, long[] sizes, int headerBytes, int[] places) {
    this.name = name;
    this.element = element;
    this.big = big;
    this.sizes = sizes;
    this.headerBytes = headerBytes;
    this.places = places;
    this.rows = sizes[0];
    this.width = width(sizes);
    this.sample = sample(sizes);
  }

  /**
   * The layout that a file's header describes.
   *
   * @param content the file
   * @param element how a number is stored
   * @param big whether the most significant byte comes first
   * @param columnMajor whether the first axis varies fastest (Fortran order)
   * @param sizes of the axes, as the header claims
   * @param headerBytes where the first number stands
   * @throws DataException if there are no rows, no elements or more than the file can hold
   */
  static ArrayLayout of(
      Content content,
      Element element,
      boolean big,
      boolean columnMajor,
      long[] sizes,
      int headerBytes) {
    if (sizes.length == 0) {
      throw new DataException(content.name(), "an array of rows", "a single number");
    }
    if (Arrays.stream(sizes).anyMatch(size -> size == 0)) {
      throw new DataException(content.name(), "at least one row", "shape " + text(sizes));
    }
    requireBytes(content, element, sizes, headerBytes);
    boolean strided = columnMajor && width(sizes) > 1;
    int[] places = strided ? places(sizes) : new int[0];
    return new ArrayLayout(content.name(), element, big, sizes, headerBytes, places);
  }

  /**
   * Compares what the header claims with the bytes that are there, before anything is allocated.
   */
  private static void requireBytes(
      Content content, Element element, long[] sizes, int headerBytes) {
    long there = content.bound() - headerBytes;
    try {
      long claimed = element.bytes();
      for (long size : sizes) {
        claimed = Math.multiplyExact(claimed, size);
      }
      if (content.packed() ? claimed > there : claimed != there) {
        throw new DataException(
            content.name(),
            claimed + " bytes of numbers for shape " + text(sizes),
            (content.packed() ? "fewer" : there + " bytes") + "; the file is damaged");
      }
      if (width(sizes) > WIDEST) {
        throw new DataException(
            content.name(), "rows of at most " + WIDEST + " numbers", "shape " + text(sizes));
      }
    } catch (ArithmeticException _) {
      throw new DataException(
          content.name(), "a shape that fits the file", text(sizes) + "; the file is damaged");
    }
  }

  private static int width(long[] sizes) {
    long width = 1;
    for (int axis = 1; axis < sizes.length; axis++) {
      width = Math.multiplyExact(width, sizes[axis]);
    }
    return Math.toIntExact(width);
  }

  private static Shape sample(long[] sizes) {
    if (sizes.length == 1) {
      return Shape.of(1);
    }
    return Shape.of(Arrays.stream(sizes, 1, sizes.length).mapToInt(Math::toIntExact).toArray());
  }

  private static String text(long[] sizes) {
    return Excerpt.of(
        Arrays.stream(sizes).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]")),
        120);
  }

  /** Row-major positions of a row's elements become column-major ones. */
  private static int[] places(long[] sizes) {
    int[] places = new int[width(sizes)];
    int axes = sizes.length;
    long[] index = new long[axes];
    for (int j = 0; j < places.length; j++) {
      long place = 0;
      long step = 1;
      for (int axis = 1; axis < axes; axis++) {
        place += index[axis] * step;
        step *= sizes[axis];
      }
      places[j] = (int) place;
      for (int axis = axes - 1; axis > 0 && ++index[axis] == sizes[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return places;
  }

  Element element() {
    return element;
  }

  long rows() {
    return rows;
  }

  /** Numbers per row. */
  int width() {
    return width;
  }

  /** Where the first number stands. */
  int headerBytes() {
    return headerBytes;
  }

  /** Bytes of all numbers. */
  long dataBytes() {
    return rows * rowBytes();
  }

  /** Bytes of the numbers of one row. */
  long rowBytes() {
    return (long) width * element.bytes();
  }

  /** True if a row's numbers stand together. */
  boolean isRowMajor() {
    return places.length == 0;
  }

  /**
   * Brings the numbers of an array in memory into row-major order, which makes reading rows fast.
   *
   * @param data all numbers, without the header
   */
  byte[] inRowOrder(byte[] data) {
    if (isRowMajor()) {
      return data;
    }
    byte[] ordered = new byte[data.length];
    int bytes = element.bytes();
    int to = 0;
    for (int row = 0; row < rows; row++) {
      for (int place : places) {
        int from = (int) ((row + rows * place) * bytes);
        for (int i = 0; i < bytes; i++) {
          ordered[to++] = data[from + i];
        }
      }
    }
    return ordered;
  }

  /** The layout of {@link #inRowOrder}. */
  ArrayLayout rowMajor() {
    return new ArrayLayout(name, element, big, sizes, headerBytes, new int[0]);
  }

  /** Shape of a row. */
  Shape sample() {
    return sample;
  }

  /**
   * Reads one row.
   *
   * @param data the array's numbers, without the header; rows before {@code row} included
   * @param row its number in {@code data}
   */
  void read(MemorySegment data, long row, float[] target, int at) {
    int bytes = element.bytes();
    if (isRowMajor()) {
      element.read(data, row * rowBytes(), bytes, big, target, at, width);
    } else if (sizes.length == 2) {
      element.read(data, row * bytes, rows * bytes, big, target, at, width);
    } else {
      for (int j = 0; j < width; j++) {
        element.read(data, (row + rows * places[j]) * bytes, 0, big, target, at + j, 1);
      }
    }
  }

  /**
   * Rejects what is no number.
   *
   * @param row number of the row, for the message
   * @throws DataException at infinite numbers, and at NaN unless missing values are kept
   */
  void check(float[] values, int at, long row, Missing missing) {
    if (!element.isFloating()) {
      return;
    }
    for (int j = 0; j < width; j++) {
      float value = values[at + j];
      if (!(Math.abs(value) <= Float.MAX_VALUE)
          && !(Float.isNaN(value) && missing == Missing.KEEP)) {
        throw new DataException(
            place(row, j),
            "a number that 32 bits can hold",
            Float.isNaN(value)
                ? "NaN; remove the row or configure how missing values are filled"
                : "an infinite or too large one; remove the row or scale the data");
      }
    }
  }

  /** The index of a number as NumPy writes it. */
  private String place(long row, int j) {
    StringBuilder index = new StringBuilder();
    long rest = j;
    for (int axis = sizes.length - 1; axis > 0; axis--) {
      index.insert(0, ", " + rest % sizes[axis]);
      rest /= sizes[axis];
    }
    return name + "[" + row + index + "]";
  }
}
