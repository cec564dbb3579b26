package io.concertina.benchmarks;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.spi.Plugin;
import java.util.ServiceLoader;

/** Opens engines by name, through the door that every plugin uses. */
public final class Engines {

  private Engines() {}

  /** Opens one. */
  public static Engine open(String name, int threads) {
    return ServiceLoader.load(Plugin.class).stream()
        .flatMap(provider -> provider.get().engines().stream())
        .filter(factory -> factory.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no engine " + name + " on the class path"))
        .open(EngineOptions.defaults().withThreads(threads));
  }
}
