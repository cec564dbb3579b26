package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.CellRules.Missing;
import io.concertina.data.Elements;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.ValueRange;
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

  /** What a row is: one feature. Unsigned bytes are taken for intensities from 0 to 255. */
  Schema schema(ArrayMissing missing) {
    boolean bytes = element == Element.U1;
    Elements facts = bytes ? Elements.ranged(new ValueRange(0, 255)) : Elements.unknown();
    return Schema.of(
        StreamSpec.feature(Schema.X, sample).with(facts.withMissing(missing.spellings())));
  }

  /**
   * Reads one row into the first stream of a batch.
   *
   * @param data the array's numbers, without the header; rows before {@code row} included
   * @param row its number in {@code data}
   * @param position of the row's first element in the stream
   */
  void read(MemorySegment data, long row, Batch target, int position) {
    if (target.isExact()) {
      for (int j = 0; j < width; j++) {
        target.set(0, position + j, element.exact(data, offset(row, j), big));
      }
      return;
    }
    float[] values = target.floats(0);
    int bytes = element.bytes();
    if (isRowMajor()) {
      element.read(data, row * rowBytes(), bytes, big, values, position, width);
    } else if (sizes.length == 2) {
      element.read(data, row * bytes, rows * bytes, big, values, position, width);
    } else {
      for (int j = 0; j < width; j++) {
        element.read(data, offset(row, j), 0, big, values, position + j, 1);
      }
    }
  }

  private long offset(long row, int j) {
    long place = isRowMajor() ? row * width + j : row + rows * places[j];
    return place * element.bytes();
  }

  /**
   * Rejects what is no number, and makes NaN of what is missing.
   *
   * @param position of the row's first element in the first stream
   * @param row number of the row, for the message
   * @throws DataException at infinite numbers, and at missing ones unless they are kept
   */
  void check(Batch target, int position, long row, ArrayMissing missing) {
    if (!element.isFloating() && !missing.listsAny()) {
      return;
    }
    for (int j = 0; j < width; j++) {
      double value = target.number(0, position + j);
      if (Math.abs(value) <= Float.MAX_VALUE && !missing.lists(value)) {
        continue;
      }
      boolean absent = Double.isNaN(value) || missing.lists(value);
      if (!absent) {
        throw new DataException(
            place(row, j),
            "a number that 32 bits can hold",
            "an infinite or too large one; remove the row, or list inf in data.missing_values");
      }
      if (missing.rule() == Missing.REJECT) {
        throw new DataException(
            place(row, j),
            "a number",
            (Double.isNaN(value) ? "NaN" : value + ", which stands for a missing one")
                + "; remove the row or configure how missing values are filled (data.missing)");
      }
      target.set(0, position + j, Double.NaN);
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
