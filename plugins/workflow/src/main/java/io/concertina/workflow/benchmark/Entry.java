package io.concertina.workflow.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** One runner at one workload in one mode, with its results so far. */
final class Entry {

  /** Share of a turn that runs before the clock starts, so that caches and threads are awake. */
  private static final double RUN_UP = 0.1;

  /** A turn this much faster than all before shows that the JVM is still compiling. */
  private static final double FASTER = 1.05;

  private static final double NANOS_PER_SECOND = 1e9;

  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final String workload;
  private final Mode mode;
  private final int batch;
  private final Runner runner;
  private final List<Turn> turns = new ArrayList<>();
  private double warmest;

  /** Samples done, time passed and processor time used in a turn. */
  private record Turn(long samples, long nanos, long busyNanos) {
    double speed() {
      return (double) samples / nanos;
    }
  }

  Entry(String workload, Mode mode, int batch, Runner runner) {
    this.workload = workload;
    this.mode = mode;
    this.batch = batch;
    this.runner = runner;
  }

  /** Takes a turn that does not count; true if it was clearly faster than all before. */
  boolean warmUp(double seconds) {
    double speed = turn(seconds).speed();
    boolean faster = speed > warmest * FASTER;
    warmest = Math.max(warmest, speed);
    return faster;
  }

  /** Takes a turn that counts. */
  void round(double seconds) {
    turns.add(turn(seconds));
  }

  private Turn turn(double seconds) {
    runner.load().restart();
    repeat(seconds * RUN_UP);
    long busy = process.getProcessCpuTime();
    long start = System.nanoTime();
    long runs = repeat(seconds);
    long nanos = System.nanoTime() - start;
    return new Turn(runs * batch, nanos, process.getProcessCpuTime() - busy);
  }

  /** Runs until the time is over, but at least once; returns how often. */
  private long repeat(double seconds) {
    long nanos = (long) (seconds * NANOS_PER_SECOND);
    long start = System.nanoTime();
    long runs = 0;
    do {
      runner.load().run();
      runs++;
    } while (System.nanoTime() - start < nanos);
    return runs;
  }

  /** What the turns so far amount to. */
  Measurement measurement() {
    double[] sorted =
        turns.stream()
            .mapToDouble(turn -> mode.measure(turn.samples(), turn.nanos()))
            .sorted()
            .toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    double busy = turns.stream().mapToLong(Turn::busyNanos).sum();
    return new Measurement(
        workload,
        mode,
        runner.name(),
        runner.threads(),
        median,
        sorted[0],
        sorted[sorted.length - 1],
        busy / turns.stream().mapToLong(Turn::nanos).sum());
  }
}
