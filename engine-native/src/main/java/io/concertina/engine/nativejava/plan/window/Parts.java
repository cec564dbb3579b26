package io.concertina.engine.nativejava.plan.window;

import io.concertina.engine.nativejava.kernel.WindowShape;

/** How convolutions fall into parts, and the tables of their products. */
final class Parts {

  /** Multiply-adds from which sharing pays: some ten microseconds. */
  private static final long SHARED_WORK = 500_000;

  /** Multiply-adds of a part, about: some microseconds. */
  private static final long PART_WORK = 1_000_000;

  private Parts() {}

  /** True if each channel has a filter of its own. */
  static boolean isChannelwise(WindowShape s) {
    return s.groups() > 1 && s.groups() == s.channels() && s.groups() == s.filters();
  }

  static boolean isShared(long work) {
    return work >= SHARED_WORK;
  }

  /** Images of a part. */
  static int images(int batch, long workOfOne) {
    return Math.clamp(PART_WORK / Math.max(1, workOfOne), 1, batch);
  }

  /**
   * A table over taps and channels: lines of taps, in them channels, in them the taps of the line.
   *
   * @param taps a number per tap
   * @param line taps of a line
   * @param channels how many channels
   * @param step what a channel adds
   */
  static int[] woven(int[] taps, int line, int channels, int step) {
    int[] woven = new int[taps.length * channels];
    for (int i = 0; i < woven.length; i++) {
      int tap = i / (line * channels) * line + i % line;
      woven[i] = taps[tap] + i / line % channels * step;
    }
    return woven;
  }

  /** Numbers 0, step, 2 · step, ... */
  static int[] steps(int count, int step) {
    int[] steps = new int[count];
    for (int i = 0; i < count; i++) {
      steps[i] = i * step;
    }
    return steps;
  }

  /** Numbers times another. */
  static int[] scale(int[] numbers, int by) {
    int[] scaled = new int[numbers.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = numbers[i] * by;
    }
    return scaled;
  }
}
