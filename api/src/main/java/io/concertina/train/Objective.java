package io.concertina.train;

import io.concertina.loss.Loss;
import io.concertina.metric.Metric;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run makes small and what it watches.
 *
 * @param loss made small, together with the layers' penalties
 * @param metrics watched, by name
 */
public record Objective(Loss loss, Map<String, Metric> metrics) {
  public Objective {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
