package io.concertina.plugin.datasets;

import io.concertina.data.DatasetOptions;

/** How much of a file may be held in memory. */
final class Memory {

  /** The longest array that every Java machine can make. */
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private Memory() {}

  /** The limit of the options in bytes, but never more than half of the heap or one array. */
  static long limit(DatasetOptions options) {
    long half = Runtime.getRuntime().maxMemory() / 2;
    return Math.min(options.memoryLimit(), Math.min(half, LONGEST_ARRAY));
  }
}
