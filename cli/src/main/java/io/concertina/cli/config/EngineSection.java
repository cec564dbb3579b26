package io.concertina.cli.config;

import io.concertina.config.Settings;
import io.concertina.engine.EngineOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The section {@code engine} of a configuration.
 *
 * @param name of the engine
 * @param options how it runs
 */
public record EngineSection(String name, EngineOptions options) {

  static EngineSection read(Settings settings) {
    String name = settings.text("name", "native");
    int threads = settings.integer("threads", EngineOptions.defaults().threads());
    Settings extra = settings.section("settings");
    Map<String, String> values = new LinkedHashMap<>();
    for (String key : extra.keys()) {
      values.put(key, extra.text(key));
    }
    settings.finish();
    return new EngineSection(name, new EngineOptions(threads, values));
  }
}
