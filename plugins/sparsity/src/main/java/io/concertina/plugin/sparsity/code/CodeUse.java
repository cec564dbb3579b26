package io.concertina.plugin.sparsity.code;

import io.concertina.ShapeException;
import io.concertina.ir.Tensor;
import java.util.Arrays;

/**
 * Which units codes make use of: a unit is active in a sample if its element is not 0.
 *
 * @param samples number of codes
 * @param units width of a code
 * @param dead units that no code activates
 * @param fewest active units of a code
 * @param most active units of a code
 * @param mean active units per code
 */
public record CodeUse(long samples, int units, int dead, int fewest, int most, double mean) {

  /** Counts codes piece by piece. */
  public static final class Counter {

    private final long[] uses;
    private long samples;
    private int fewest = Integer.MAX_VALUE;
    private int most;

    /**
     * Counts nothing yet.
     *
     * @param units width of a code, all its axes together
     */
    public Counter(int units) {
      this.uses = new long[units];
    }

    /**
     * Counts codes.
     *
     * @param codes [n, ...] with as many elements per code as there are units
     */
    public Counter add(Tensor codes) {
      int n = codes.shape().dim(0).size();
      if (codes.size() != (long) n * uses.length) {
        throw new ShapeException(
            "codes", "[n, ...] of " + uses.length + " units each", codes.shape());
      }
      for (int sample = 0; sample < n; sample++) {
        int active = 0;
        for (int unit = 0; unit < uses.length; unit++) {
          if (codes.floatAt(sample * uses.length + unit) != 0) {
            uses[unit]++;
            active++;
          }
        }
        fewest = Math.min(fewest, active);
        most = Math.max(most, active);
      }
      samples += n;
      return this;
    }

    /** What was counted so far. */
    public CodeUse use() {
      int dead = (int) Arrays.stream(uses).filter(count -> count == 0).count();
      double mean = samples == 0 ? 0 : (double) Arrays.stream(uses).sum() / samples;
      return new CodeUse(samples, uses.length, dead, samples == 0 ? 0 : fewest, most, mean);
    }
  }

  /**
   * Counts codes.
   *
   * @param codes [n, ...]
   */
  public static CodeUse of(Tensor codes) {
    int n = codes.shape().dim(0).size();
    return new Counter(n == 0 ? 0 : codes.size() / n).add(codes).use();
  }
}
