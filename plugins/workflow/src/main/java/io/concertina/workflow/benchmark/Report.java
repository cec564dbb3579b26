package io.concertina.workflow.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measurements as a table, and what the first engine makes of each other one. */
public final class Report {

  private static final String ROW = "%-8s  %-7s  %-10s  %7s  %12s  %12s  %12s  %-9s  %10s";

  private final List<Measurement> measurements;

  /** The report of some measurements. */
  public Report(List<Measurement> measurements) {
    this.measurements = List.copyOf(measurements);
  }

  /** The lines to print. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        row("workload", "mode", "engine", "threads", "median", "min", "max", "unit", "processors"));
    for (Measurement one : measurements) {
      lines.add(
          row(
              one.workload(),
              one.mode().label(),
              one.engine(),
              one.threads(),
              number(one.median()),
              number(one.min()),
              number(one.max()),
              one.mode().unit(),
              String.format(Locale.ROOT, "%.2f", one.processors())));
    }
    List<String> ratios = ratios();
    if (!ratios.isEmpty()) {
      lines.add("");
      lines.addAll(ratios);
    }
    return lines;
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 1000 ? "%.1f" : "%.0f", value);
  }

  /** Median of the first engine by that of each other one, each at its better thread count. */
  private List<String> ratios() {
    Map<String, Map<String, Measurement>> best = new LinkedHashMap<>();
    for (Measurement one : measurements) {
      best.computeIfAbsent(one.workload() + " " + one.mode().label(), _ -> new LinkedHashMap<>())
          .merge(one.engine(), one, (a, b) -> b.betterThan(a) ? b : a);
    }
    List<String> lines = new ArrayList<>();
    best.forEach(
        (title, engines) -> {
          Measurement first = engines.values().iterator().next();
          engines.values().stream()
              .skip(1)
              .forEach(other -> lines.add(title + ": " + ratio(first, other)));
        });
    return lines;
  }

  private static String ratio(Measurement first, Measurement other) {
    return String.format(
        Locale.ROOT,
        "%s / %s = %.2f (%s; threads %d and %d)",
        first.engine(),
        other.engine(),
        first.median() / other.median(),
        first.mode() == Mode.LATENCY ? "time, less is better" : "speed, more is better",
        first.threads(),
        other.threads());
  }
}
