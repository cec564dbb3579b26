package io.concertina.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the guard says of a kernel.
 *
 * <p>A share is the kernel's speed, in GFLOP/s or in elements per nanosecond, divided by that of
 * {@link Ceiling} in GFLOP/s a moment before. It moves little between machines.
 *
 * @param kernel name of the kernel
 * @param unit of its speed
 * @param speed median over the rounds
 * @param share median over the rounds
 * @param expected share
 */
record Verdict(String kernel, String unit, double speed, double share, double expected) {

  /** Part of the expected share below which a kernel has regressed: less is a neighbour's work. */
  private static final double TOLERATED = 0.5;

  /** A verdict on the speeds of a kernel and of the ceiling in each round. */
  static Verdict of(
      String kernel, String unit, List<Double> speeds, List<Double> ceilings, double expected) {
    double[] shares = new double[speeds.size()];
    Arrays.setAll(shares, i -> speeds.get(i) / ceilings.get(i));
    double[] sorted = speeds.stream().mapToDouble(Double::doubleValue).toArray();
    return new Verdict(kernel, unit, median(sorted), median(shares), expected);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  boolean regressed() {
    return share < TOLERATED * expected;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-22s %8.2f %-11s  share %.4f  expected %.4f  %s",
        kernel,
        speed,
        unit,
        share,
        expected,
        regressed() ? "REGRESSED" : "ok");
  }
}
