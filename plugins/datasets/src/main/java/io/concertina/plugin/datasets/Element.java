package io.concertina.plugin.datasets;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** How an array file stores one number. Numbers become {@code float} by rounding to nearest. */
enum Element {
  /** Truth value: 0 or 1. */
  B1(1),
  /** Unsigned byte. */
  U1(1),
  /** Signed byte. */
  I1(1),
  /** Unsigned 16-bit integer. */
  U2(2),
  /** Signed 16-bit integer. */
  I2(2),
  /** Unsigned 32-bit integer. */
  U4(4),
  /** Signed 32-bit integer. */
  I4(4),
  /** Signed 64-bit integer. */
  I8(8),
  /** IEEE 754 half precision. */
  F2(2),
  /** IEEE 754 single precision. */
  F4(4),
  /** IEEE 754 double precision. */
  F8(8);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat BIG_FLOAT = FLOAT.withOrder(ByteOrder.BIG_ENDIAN);

  private final int bytes;

  Element(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per number. */
  int bytes() {
    return bytes;
  }

  /** True if different numbers may become the same {@code float}. */
  boolean isWide() {
    return this == U4 || this == I4 || this == I8 || this == F8;
  }

  /** True if a number can be NaN or infinite, or too large for {@code float}. */
  boolean isFloating() {
    return this == F2 || this == F4 || this == F8;
  }

  /**
   * Reads numbers.
   *
   * @param source where from
   * @param offset of the first number, in bytes
   * @param stride from one number to the next, in bytes
   * @param big whether the most significant byte comes first
   * @param target receives them
   * @param at position of the first one in the target
   * @param count how many
   */
  void read(
      MemorySegment source,
      long offset,
      long stride,
      boolean big,
      float[] target,
      int at,
      int count) {
    if (this == F4 && stride == Float.BYTES) {
      MemorySegment.copy(source, big ? BIG_FLOAT : FLOAT, offset, target, at, count);
    } else if (this == U1 && stride == 1) {
      for (int i = 0; i < count; i++) {
        target[at + i] = source.get(ValueLayout.JAVA_BYTE, offset + i) & 0xFF;
      }
    } else {
      for (int i = 0; i < count; i++) {
        target[at + i] = at(source, offset + i * stride, big);
      }
    }
  }

  private float at(MemorySegment source, long offset, boolean big) {
    return switch (this) {
      case I8 -> eightBytes(source, offset, big);
      default -> (float) exact(source, offset, big);
    };
  }

  /** A number, rounded to 64 bits where it is a long integer. */
  double exact(MemorySegment source, long offset, boolean big) {
    return switch (this) {
      case B1 -> source.get(ValueLayout.JAVA_BYTE, offset) == 0 ? 0 : 1;
      case U1 -> source.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
      case I1 -> source.get(ValueLayout.JAVA_BYTE, offset);
      case U2 -> twoBytes(source, offset, big) & 0xFFFF;
      case I2 -> twoBytes(source, offset, big);
      case F2 -> Float.float16ToFloat(twoBytes(source, offset, big));
      case U4 -> fourBytes(source, offset, big) & 0xFFFFFFFFL;
      case I4 -> fourBytes(source, offset, big);
      case F4 -> Float.intBitsToFloat(fourBytes(source, offset, big));
      case I8 -> eightBytes(source, offset, big);
      case F8 -> Double.longBitsToDouble(eightBytes(source, offset, big));
    };
  }

  private static short twoBytes(MemorySegment source, long offset, boolean big) {
    short bits = source.get(SHORT, offset);
    return big ? Short.reverseBytes(bits) : bits;
  }

  private static int fourBytes(MemorySegment source, long offset, boolean big) {
    int bits = source.get(INT, offset);
    return big ? Integer.reverseBytes(bits) : bits;
  }

  private static long eightBytes(MemorySegment source, long offset, boolean big) {
    long bits = source.get(LONG, offset);
    return big ? Long.reverseBytes(bits) : bits;
  }
}
