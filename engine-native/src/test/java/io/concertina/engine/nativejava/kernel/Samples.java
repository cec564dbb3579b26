package io.concertina.engine.nativejava.kernel;

import java.util.Random;
import java.util.stream.Stream;

/** Widths, sizes and numbers that kernel tests share. */
final class Samples {

  /** Around the lanes of every width, their multiples, and the blocks of the loops. */
  static final int[] SIZES = {1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 63, 64, 65, 257};

  /** A few of them, for what is tried in many combinations. */
  static final int[] FEW_SIZES = {1, 7, 16, 33, 70};

  static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    1.5f,
    2.5f,
    -2.5f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    0x1p-30f,
    -0x1p-30f,
    88.72283f,
    88.72284f,
    -87.33655f,
    -103.97207f,
    -103.9721f,
    -104.5f,
    104.5f,
    9.0109f,
    -17.5f,
    0x1p23f,
    -0x1p23f,
    0x1.fffffep22f,
    3e9f,
    -3e9f
  };

  private Samples() {}

  static Stream<String> vectorWidths() {
    return Stream.of("128", "256", "512");
  }

  static Stream<String> allWidths() {
    return Stream.of("scalar", "128", "256", "512");
  }

  /** Numbers of many magnitudes, every fourth a special one. */
  static float[] wild(int count, long seed) {
    Random random = new Random(seed);
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] =
          i % 4 == 3
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : (float) (random.nextGaussian() * Math.pow(10, random.nextInt(7) - 3));
    }
    return x;
  }

  /** Numbers from -1 to 1. */
  static float[] tame(int count, long seed) {
    Random random = new Random(seed);
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = random.nextFloat() * 2 - 1;
    }
    return x;
  }

  static int[] integers(int count, int low, int high, long seed) {
    return new Random(seed).ints(count, low, high).toArray();
  }

  /** Bits with all NaNs alike and zeros apart. */
  static int[] bits(float[] x) {
    int[] bits = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      bits[i] = Float.floatToIntBits(x[i]);
    }
    return bits;
  }
}
