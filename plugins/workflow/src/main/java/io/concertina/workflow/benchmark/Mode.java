package io.concertina.workflow.benchmark;

import io.concertina.ConfigurationException;
import io.concertina.config.Names;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is measured of a workload. */
public enum Mode {
  /** Training steps, in samples per second. */
  TRAIN("samples/s"),
  /** Reconstruction of batches, in samples per second. */
  INFER("samples/s"),
  /** Reconstruction of one sample, in microseconds. */
  LATENCY("us");

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MICROSECOND = 1e3;

  private final String unit;

  Mode(String unit) {
    this.unit = unit;
  }

  /**
   * The mode of a name.
   *
   * @throws ConfigurationException if there is none
   */
  public static Mode named(String name) {
    List<String> known = Stream.of(values()).map(Mode::label).toList();
    if (!known.contains(name)) {
      throw new ConfigurationException("unknown mode " + name + "; " + Names.advice(name, known));
    }
    return values()[known.indexOf(name)];
  }

  /** The name in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The unit of what is measured. */
  public String unit() {
    return unit;
  }

  /** Speed or time of a stretch of work. */
  double measure(long samples, long nanos) {
    return this == LATENCY
        ? nanos / NANOS_PER_MICROSECOND / samples
        : samples * NANOS_PER_SECOND / nanos;
  }

  /** Whether one result is better than another: higher speed, shorter time. */
  boolean better(double a, double b) {
    return this == LATENCY ? a < b : a > b;
  }
}
