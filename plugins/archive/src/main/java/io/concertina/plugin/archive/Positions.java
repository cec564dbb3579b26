package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Which elements of a sparse tensor are stored, in row-major order; all others are zero.
 *
 * <p>There are two forms, and both can only express positions in ascending order without repeats.
 *
 * <ul>
 *   <li>Bits: bit {@code i mod 8}, counted from the lowest, of byte {@code i / 8} is 1 if element i
 *       is stored. The bits after the last element are 0.
 *   <li>Gaps: a byte below 255 passes over so many elements and stores the next one; 255 passes
 *       over 255 elements and stores none. Fewer than 255 elements are left after the last byte, so
 *       a tensor is never larger than its bytes can vouch for.
 * </ul>
 */
final class Positions {

  private static final int ESCAPE = 255;

  private final int size;
  private final int count;
  private final IntUnaryOperator at;

  private Positions(int size, int... at) {
    this(size, at.length, i -> at[i]);
  }

  private Positions(int size, int count, IntUnaryOperator at) {
    this.size = size;
    this.count = count;
    this.at = at;
  }

  /** The elements at which a mask is true. */
  static Positions of(Tensor mask) {
    return where(mask.size(), i -> mask.intAt(i) != 0);
  }

  /** All elements but those whose 32 bits are 0; negative zero is stored. */
  static Positions nonzero(Tensor tensor) {
    return where(tensor.size(), i -> Float.floatToRawIntBits(tensor.floatAt(i)) != 0);
  }

  private static Positions where(int size, IntPredicate stored) {
    int[] at = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (stored.test(i)) {
        at[count++] = i;
      }
    }
    return new Positions(size, Arrays.copyOf(at, count));
  }

  /** All elements of a tensor of a size. */
  static Positions all(int size) {
    return new Positions(size, size, IntUnaryOperator.identity());
  }

  /** Number of elements of the tensor. */
  int size() {
    return size;
  }

  /** Number of elements that are stored. */
  int count() {
    return count;
  }

  /** Row-major position of a stored element. */
  int at(int index) {
    return at.applyAsInt(index);
  }

  /** True at the stored elements. */
  Tensor mask(Shape shape) {
    int[] bits = new int[size];
    for (int i = 0; i < count; i++) {
      bits[at(i)] = 1;
    }
    return Tensor.ofBooleans(shape, bits);
  }

  /** How many bytes the bits take. */
  static long bitBytes(long size) {
    return (size + 7) / 8;
  }

  /** The positions as bits. */
  StoredTensor.Raw bits() {
    byte[] bits = new byte[(int) bitBytes(size)];
    for (int i = 0; i < count; i++) {
      int position = at(i);
      bits[position >> 3] |= (byte) (1 << (position & 7));
    }
    return StoredTensor.Raw.vector(StoredType.U8, bits);
  }

  /** How many bytes the gaps take. */
  long gapBytes() {
    long bytes = 0;
    int next = 0;
    for (int i = 0; i < count; i++) {
      int position = at(i);
      bytes += (position - next) / ESCAPE + 1;
      next = position + 1;
    }
    return bytes + (size - next) / ESCAPE;
  }

  /** The positions as gaps; needs {@link #gapBytes} to be the size of an array. */
  StoredTensor.Raw gaps() {
    byte[] gaps = new byte[Math.toIntExact(gapBytes())];
    Arrays.fill(gaps, (byte) ESCAPE);
    int end = 0;
    int next = 0;
    for (int i = 0; i < count; i++) {
      int position = at(i);
      end += (position - next) / ESCAPE;
      gaps[end++] = (byte) ((position - next) % ESCAPE);
      next = position + 1;
    }
    return StoredTensor.Raw.vector(StoredType.U8, gaps);
  }

  /**
   * Reads bits.
   *
   * @param where for messages
   * @param size number of elements of the tensor
   * @param count number of elements that are stored, of which there are as many values
   * @throws ModelFormatException if there are more, fewer or others than the tensor has
   */
  static Positions ofBits(String where, StoredTensor.Raw bits, long size, int count) {
    if (bits.size() != bitBytes(size)) {
      throw new ModelFormatException(
          where, bitBytes(size) + " bytes of bits for " + size + " elements", bits.size());
    }
    int[] at = new int[count];
    int found = 0;
    for (int i = 0; i < bits.size(); i++) {
      for (int rest = bits.at(i) & 0xFF; rest != 0; rest &= rest - 1) {
        long position = 8L * i + Integer.numberOfTrailingZeros(rest);
        requireBelow(where, position, size);
        requireMore(where, found, count);
        at[found++] = (int) position;
      }
    }
    requireAll(where, found, count);
    return new Positions((int) size, at);
  }

  /** Reads gaps; parameters and errors are those of {@link #ofBits}. */
  static Positions ofGaps(String where, StoredTensor.Raw gaps, long size, int count) {
    requireReach(where, size, (gaps.size() + 1L) * ESCAPE);
    int[] at = new int[count];
    int found = 0;
    long next = 0;
    for (int i = 0; i < gaps.size(); i++) {
      int gap = gaps.at(i) & 0xFF;
      next += gap;
      if (gap < ESCAPE) {
        requireBelow(where, next, size);
        requireMore(where, found, count);
        at[found++] = (int) next++;
      }
    }
    requireBelow(where, next, size + 1);
    requireAll(where, found, count);
    requireReach(where, size, next + ESCAPE);
    return new Positions((int) size, at);
  }

  private static void requireBelow(String where, long position, long size) {
    if (position >= size) {
      throw new ModelFormatException(where, "positions below " + size, position);
    }
  }

  private static void requireMore(String where, int found, int count) {
    if (found == count) {
      throw new ModelFormatException(where, count + " positions, one per value", "more");
    }
  }

  private static void requireAll(String where, int found, int count) {
    if (found != count) {
      throw new ModelFormatException(where, count + " positions, one per value", found);
    }
  }

  private static void requireReach(String where, long size, long end) {
    if (size >= end) {
      throw new ModelFormatException(
          where, "gaps that reach over " + size + " elements", "fewer than " + end);
    }
  }
}
