package io.concertina.testkit;

import io.concertina.layer.KeyedRandom;
import java.util.Arrays;

/** Bytes of a file, changed at random: the same number makes the same change. */
final class Damage {

  private static final int LONGEST = 16;

  private final long seed;
  private final byte[] whole;

  /** Damage to a file that is not empty. */
  Damage(long seed, byte[] whole) {
    this.seed = seed;
    this.whole = whole.clone();
  }

  /** The file with a bit, a byte or a run of bytes changed, left out, doubled or filled. */
  byte[] number(int number) {
    KeyedRandom random = KeyedRandom.of(seed, "damage " + number);
    int at = random.nextInt(whole.length);
    int end = Math.min(whole.length, at + 1 + random.nextInt(LONGEST));
    byte[] damaged = whole.clone();
    switch (number % 6) {
      case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> damaged[at] = (byte) random.nextInt(256);
      case 2 -> Arrays.fill(damaged, at, end, (byte) 0xFF);
      case 3 -> Arrays.fill(damaged, at, end, (byte) 0);
      case 4 -> damaged = joined(at, end);
      default -> damaged = joined(end, at);
    }
    return damaged;
  }

  /** What is before one place and what is from another on. */
  private byte[] joined(int before, int from) {
    byte[] joined = Arrays.copyOf(whole, before + whole.length - from);
    System.arraycopy(whole, from, joined, before, whole.length - from);
    return joined;
  }

  /** The first bytes of the file. */
  byte[] first(int bytes) {
    return Arrays.copyOf(whole, bytes);
  }

  int size() {
    return whole.length;
  }
}
