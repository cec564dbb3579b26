package io.concertina.engine;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A way to run an engine that contracts go through, for instance a forced vector width.
 *
 * @param name for people and tests, for instance {@code width=256}
 * @param settings the settings that make it
 */
public record EngineVariant(String name, Map<String, String> settings) {

  public EngineVariant {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /** The engine as it comes. */
  public static EngineVariant defaults() {
    return new EngineVariant("defaults", Map.of());
  }

  /** The engine with one setting, named after it. */
  public static EngineVariant of(String key, String value) {
    return new EngineVariant(key + "=" + value, Map.of(key, value));
  }

  /** The options with the settings of this variant. */
  public EngineOptions on(EngineOptions options) {
    EngineOptions changed = options;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      changed = changed.with(setting.getKey(), setting.getValue());
    }
    return changed;
  }
}
