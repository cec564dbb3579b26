package io.concertina.model;

import io.concertina.config.Trees;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a model came to be.
 *
 * @param history the epochs of its training
 * @param plan the plan of its training as a tree of settings, or an empty one if nobody knows it
 * @param facts where it comes from, for instance {@code seed} and {@code data}
 */
public record Provenance(History history, Map<String, Object> plan, Map<String, String> facts) {

  public Provenance {
    plan = Trees.copy(plan);
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }

  /** Nothing is known. */
  public static Provenance unknown() {
    return new Provenance(History.empty(), Map.of(), Map.of());
  }

  /** The same with another history. */
  public Provenance with(History longer) {
    return new Provenance(longer, plan, facts);
  }

  /** The same with another plan. */
  public Provenance with(Map<String, Object> described) {
    return new Provenance(history, described, facts);
  }

  /** The same with one more fact. */
  public Provenance with(String fact, String value) {
    Map<String, String> extended = new TreeMap<>(facts);
    extended.put(fact, value);
    return new Provenance(history, plan, extended);
  }
}
