package io.concertina.ir;

/**
 * The counter-based random generator Threefry-2x32 with 20 rounds.
 *
 * <p>A bijection of 64-bit counters for every 64-bit key, made of additions, rotations and
 * exclusive-ors: element i of a stream is a function of key and i only, so any engine, thread count
 * and order of evaluation gives the same numbers. Element i is word {@code i mod 2} of the block
 * with counter {@code (i div 2, 0)}.
 *
 * <p>Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel Random Numbers: As Easy
 * as 1, 2, 3", SC 2011, section 3.2.
 */
public final class Threefry {

  /** Key schedule parity constant of the Threefish family, 32-bit form. */
  public static final int PARITY = 0x1BD11BDA;

  private Threefry() {}

  /**
   * One block: encrypts a counter.
   *
   * @param key0 first word of the key
   * @param key1 second word of the key
   * @param counter0 first word of the counter
   * @param counter1 second word of the counter
   * @return both words, the first one in the low 32 bits
   */
  public static long block(int key0, int key1, int counter0, int counter1) {
    int key2 = PARITY ^ key0 ^ key1;
    int x0 = counter0 + key0;
    int x1 = counter1 + key1;
    for (int group = 0; group < 5; group++) {
      boolean even = (group & 1) == 0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, even ? 13 : 17) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, even ? 15 : 29) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, even ? 26 : 16) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, even ? 6 : 24) ^ x0;
      x0 += word(key0, key1, key2, group + 1);
      x1 += word(key0, key1, key2, group + 2) + group + 1;
    }
    return (x1 & 0xFFFFFFFFL) << 32 | (x0 & 0xFFFFFFFFL);
  }

  private static int word(int key0, int key1, int key2, int index) {
    return switch (index % 3) {
      case 0 -> key0;
      case 1 -> key1;
      default -> key2;
    };
  }

  /** A new 64-bit key (low word first) from a key and a number, by encrypting the number. */
  public static long fold(long key, long number) {
    return block((int) key, (int) (key >>> 32), (int) number, (int) (number >>> 32));
  }

  /** A new 64-bit key from a key and a text, folding its length and then its characters. */
  public static long fold(long key, String text) {
    long folded = fold(key, text.length());
    for (int i = 0; i < text.length(); i++) {
      folded = fold(folded, text.charAt(i));
    }
    return folded;
  }

  /** A key as the tensor i32[2] that {@link Source.RandomBits} takes. */
  public static Tensor key(long key) {
    return Tensor.of(Shape.of(2), (int) key, (int) (key >>> 32));
  }

  /**
   * What {@link Source.RandomBits} gives: elements {@code from} to {@code from + count - 1} of the
   * stream with key {@code fold(key, stream)}.
   *
   * @param key the key given to the operation
   * @param stream the operation's stream
   * @param from first element
   * @param target receives the bits
   * @param at position of the first one in the target
   * @param count how many
   */
  public static void fill(long key, long stream, int from, int[] target, int at, int count) {
    long folded = fold(key, stream);
    int key0 = (int) folded;
    int key1 = (int) (folded >>> 32);
    int i = 0;
    while (i < count) {
      int element = from + i;
      long block = block(key0, key1, element >>> 1, 0);
      if ((element & 1) == 0) {
        target[at + i++] = (int) block;
        if (i < count) {
          target[at + i++] = (int) (block >>> 32);
        }
      } else {
        target[at + i++] = (int) (block >>> 32);
      }
    }
  }
}
