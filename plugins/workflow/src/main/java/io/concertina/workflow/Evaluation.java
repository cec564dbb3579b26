package io.concertina.workflow;

import io.concertina.metric.Ranking;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a model is worth on rows.
 *
 * @param rows how many there are
 * @param windows how many windows of a series were scored; empty if the rows are no series
 * @param scored name of the score
 * @param measure name of the error: {@code mse}, or of classes {@code cross_entropy} in nats
 * @param error mean over all observed elements
 * @param score mean of the scores of those rows that have one
 * @param unscored rows without a score, which rank nowhere
 * @param ranking how well the scores put labelled rows above the others, where there are labels
 * @param codes what was counted in codes, by name
 */
public record Evaluation(
    long rows,
    OptionalLong windows,
    String scored,
    String measure,
    double error,
    double score,
    long unscored,
    Optional<Ranking> ranking,
    Map<String, Number> codes) {

  /** The numbers by the names that {@code evaluate --json} gives them. */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("rows", rows);
    windows.ifPresent(count -> values.put("windows", count));
    values.put(measure, error);
    values.put("score", scored);
    values.put("mean_score", score);
    values.put("unscored", unscored);
    ranking.ifPresent(
        ranks -> {
          values.put("roc_auc", ranks.rocAuc());
          values.put("average_precision", ranks.averagePrecision());
        });
    values.putAll(codes);
    return values;
  }
}
