package io.concertina.workflow.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came out for one candidate.
 *
 * @param workload name of the workload
 * @param mode what was measured; gives the unit
 * @param engine name of the engine
 * @param threads threads of the engine
 * @param median over the rounds; of an even number of rounds the mean of the two in the middle
 * @param min over the rounds
 * @param max over the rounds
 * @param processors processor time of the process by time passed: how many processors were busy
 */
public record Measurement(
    String workload,
    Mode mode,
    String engine,
    int threads,
    double median,
    double min,
    double max,
    double processors) {

  /** What {@code benchmark --json} prints. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("workload", workload);
    tree.put("mode", mode.label());
    tree.put("engine", engine);
    tree.put("threads", threads);
    tree.put("median", median);
    tree.put("min", min);
    tree.put("max", max);
    tree.put("unit", mode.unit());
    return tree;
  }

  /** Whether this is a better result than another of the same workload and mode. */
  boolean betterThan(Measurement other) {
    return mode.better(median, other.median);
  }
}
