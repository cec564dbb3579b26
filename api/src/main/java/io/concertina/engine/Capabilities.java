package io.concertina.engine;

import io.concertina.ConfigurationException;
import io.concertina.EngineException;
import io.concertina.ir.Function;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an engine can do, as it declares it. The engine contract proves every feature both ways.
 *
 * @param features what it can do; those that the given ones imply are added
 * @param threads how many threads it computes with, at least 1
 * @param details facts for people, for instance the vector width or the version of a native library
 */
public record Capabilities(Set<EngineFeature> features, int threads, Map<String, String> details) {

  public Capabilities {
    if (threads < 1) {
      throw new ConfigurationException("capabilities.threads", "at least 1", threads);
    }
    features = Collections.unmodifiableSet(closure(features));
    details = Collections.unmodifiableMap(new TreeMap<>(details));
  }

  private static Set<EngineFeature> closure(Collection<EngineFeature> declared) {
    Set<EngineFeature> closed = EnumSet.noneOf(EngineFeature.class);
    for (EngineFeature feature : declared) {
      closed.add(feature);
      closed.addAll(closure(feature.implied()));
    }
    return closed;
  }

  /** Whether the engine can do this. */
  public boolean has(EngineFeature feature) {
    return features.contains(feature);
  }

  /**
   * Refuses a function that needs what the engine cannot do; engines ask this before they compile.
   *
   * @param engine the engine's name
   * @throws EngineException if a feature that the function needs is missing, and which
   */
  public void require(String engine, Function function) {
    Set<EngineFeature> missing = EnumSet.noneOf(EngineFeature.class);
    missing.addAll(EngineFeature.neededBy(function));
    missing.removeAll(features);
    if (!missing.isEmpty()) {
      throw new EngineException(
          function.name(),
          "an engine with the features " + missing,
          "engine " + engine + ", which has " + features + "; use another engine");
    }
  }
}
