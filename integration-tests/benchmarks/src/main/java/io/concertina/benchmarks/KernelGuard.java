package io.concertina.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/**
 * Measures every kernel beside the multiply-add ceiling and says which fell below half of its
 * expected share. The expected shares stand in {@code kernel-guard.properties}.
 *
 * <p>One kernel slower by ten times is what a changed loop that the JVM no longer compiles well
 * looks like. Kernels take turns; each turn of a kernel follows one of the ceiling.
 */
public final class KernelGuard {

  private static final int WARM_UP_ROUNDS = 12;
  private static final double WARM_UP_SECONDS = 0.15;
  private static final int ROUNDS = 11;
  private static final double SECONDS = 0.03;
  private static final int CEILING_STEPS = 20_000;
  private static final int RUNS_PER_LOOK = 8;

  private final GuardedKernel ceiling =
      new GuardedKernel("ceiling", "GFLOP/s", Ceiling.operations(CEILING_STEPS), this::climb);
  private final List<Series> series;
  private float climbed;

  /** A kernel with its speed, and that of the ceiling, in each round. */
  private record Series(GuardedKernel kernel, List<Double> speeds, List<Double> ceilings) {
    static Series of(GuardedKernel kernel) {
      return new Series(kernel, new ArrayList<>(), new ArrayList<>());
    }

    Verdict verdict(Properties expected) {
      String share = Objects.requireNonNull(expected.getProperty(kernel.name()), kernel.name());
      return Verdict.of(kernel.name(), kernel.unit(), speeds, ceilings, Double.parseDouble(share));
    }
  }

  private KernelGuard(List<GuardedKernel> kernels) {
    series = kernels.stream().map(Series::of).toList();
  }

  /** Prints a line per kernel; the exit code is 1 if one regressed. */
  public static void main(String[] arguments) throws IOException {
    KernelGuard guard = new KernelGuard(GuardedKernel.all());
    List<Verdict> verdicts = guard.run(expected());
    verdicts.forEach(System.out::println);
    System.exit(verdicts.stream().anyMatch(Verdict::regressed) ? 1 : 0);
  }

  static Properties expected() throws IOException {
    Properties expected = new Properties();
    try (InputStream file = KernelGuard.class.getResourceAsStream("kernel-guard.properties")) {
      expected.load(Objects.requireNonNull(file, "kernel-guard.properties"));
    }
    return expected;
  }

  private List<Verdict> run(Properties expected) {
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      speed(ceiling, WARM_UP_SECONDS);
      series.forEach(one -> speed(one.kernel(), WARM_UP_SECONDS));
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (Series one : series) {
        one.ceilings().add(speed(ceiling, SECONDS));
        one.speeds().add(speed(one.kernel(), SECONDS));
      }
    }
    return series.stream().map(one -> one.verdict(expected)).toList();
  }

  /** Work per nanosecond, which is billions per second. */
  private static double speed(GuardedKernel kernel, double seconds) {
    Runnable run = kernel.run();
    long least = (long) (seconds * 1e9);
    long start = System.nanoTime();
    long runs = 0;
    long passed;
    do {
      for (int i = 0; i < RUNS_PER_LOOK; i++) {
        run.run();
      }
      runs += RUNS_PER_LOOK;
      passed = System.nanoTime() - start;
    } while (passed < least);
    return runs * kernel.work() / passed;
  }

  private void climb() {
    climbed += Ceiling.run(CEILING_STEPS);
  }
}
