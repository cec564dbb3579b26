package io.concertina.engine.nativejava.plan.window;

/** How convolutions fall into parts, and the tables of their products. */
final class Parts {

  /** Multiply-adds from which sharing pays: some ten microseconds. */
  private static final long SHARED_WORK = 500_000;

  /** Multiply-adds of a part, about: some microseconds. */
  private static final long PART_WORK = 1_000_000;

  private Parts() {}

  static boolean isShared(long work) {
    return work >= SHARED_WORK;
  }

  /** Images of a part. */
  static int images(int batch, long workOfOne) {
    return (int) Math.clamp(PART_WORK / Math.max(1, workOfOne), 1, batch);
  }

  /** The numbers of each channel behind each offset. */
  static int[] spread(int[] offsets, int channels) {
    int[] spread = new int[offsets.length * channels];
    for (int i = 0; i < spread.length; i++) {
      spread[i] = offsets[i / channels] + i % channels;
    }
    return spread;
  }

  static int[] scale(int[] numbers, int by) {
    int[] scaled = new int[numbers.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = numbers[i] * by;
    }
    return scaled;
  }
}
