package io.concertina.workflow;

import io.concertina.config.Makers;
import io.concertina.prune.Pruner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one says about a gradual pruner of weights or blocks.
 *
 * @param method what goes first, with dashes
 * @param sparsity share of zeros
 * @param granularity what goes as one
 * @param scope how zeros are shared out
 * @param schedule settings of the schedule
 * @param include layers to prune; empty for all
 * @param exclude layers to leave alone
 */
public record PruningChoice(
    String method,
    double sparsity,
    String granularity,
    String scope,
    Map<String, Object> schedule,
    List<String> include,
    List<String> exclude) {

  /** The usual scope: each layer gets as many zeros as it can bear. */
  public static final String SCOPE = "adaptive";

  /** Share of the fine-tuning in which weights go; with fixed masks the rest of it repairs. */
  private static final double END = 0.25;

  /**
   * How often weights go. In a few large decisions all weights of a saturated unit go at once,
   * since none of them has a gradient while the others are there.
   */
  private static final int DECISIONS = 20;

  /**
   * The usual choice.
   *
   * @param epochs of fine-tuning
   */
  public static PruningChoice of(String method, double sparsity, String granularity, int epochs) {
    return new PruningChoice(
        method,
        sparsity,
        granularity,
        SCOPE,
        schedule("polynomial", 0, END * epochs, epochs),
        List.of(),
        List.of());
  }

  /**
   * Settings of a schedule in epochs; without epochs there is a single decision.
   *
   * @param kind {@code constant}, {@code polynomial} or {@code cosine}
   * @param begin epochs before the first decision
   * @param end epochs before the last decision
   * @param epochs of fine-tuning
   */
  public static Map<String, Object> schedule(String kind, double begin, double end, int epochs) {
    if (epochs == 0) {
      return Map.of("kind", "constant", "end", 0);
    }
    Map<String, Object> times = new LinkedHashMap<>();
    times.put("kind", kind);
    times.put("unit", "epochs");
    times.put("begin", begin);
    times.put("end", end);
    if (end > begin) {
      times.put("frequency", (end - begin) / DECISIONS);
    }
    return times;
  }

  /** Epochs before the usual last decision. */
  public static double end(int epochs) {
    return END * epochs;
  }

  /**
   * The pruner.
   *
   * @param where for messages
   * @throws io.concertina.ConfigurationException if something is unknown or out of range
   */
  public Pruner pruner(Makers makers, String where) {
    return makers.create(Pruner.class, where, tree());
  }

  private Map<String, Object> tree() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("criterion", method.replace('-', '_'));
    settings.put("sparsity", sparsity);
    settings.put("granularity", granularity);
    settings.put("scope", scope);
    settings.put("schedule", schedule);
    settings.put("include", include);
    settings.put("exclude", exclude);
    return Map.of("gradual", settings);
  }
}
