package io.concertina.engine;

import io.concertina.ConfigurationException;
import io.concertina.config.Names;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How an engine should run.
 *
 * @param threads how many threads compute; at least 1
 * @param settings settings that only one engine knows, for instance {@code width=256}
 */
public record EngineOptions(int threads, Map<String, String> settings) {

  public EngineOptions {
    if (threads < 1) {
      throw new ConfigurationException("engine.threads", "at least 1", threads);
    }
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /** All processors that the JVM may use, no settings. */
  public static EngineOptions defaults() {
    return new EngineOptions(Runtime.getRuntime().availableProcessors(), Map.of());
  }

  /** The same options with another number of threads. */
  public EngineOptions withThreads(int count) {
    return new EngineOptions(count, settings);
  }

  /** The same options with one more setting. */
  public EngineOptions with(String key, String value) {
    Map<String, String> extended = new TreeMap<>(settings);
    extended.put(key, value);
    return new EngineOptions(threads, extended);
  }

  /** Refuses settings that an engine does not know, with the nearest name that it does. */
  void requireKnown(String engine, Set<String> known) {
    for (String key : settings.keySet()) {
      if (!known.contains(key)) {
        throw new ConfigurationException(
            "engine.settings.%s: unknown setting of engine %s; %s"
                .formatted(key, engine, Names.advice(key, known)));
      }
    }
  }
}
