package io.concertina.cli.command;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.spi.Registry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose an engine. */
final class EngineChoice {

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "What computes; see concertina engines.")
  private @Nullable String name;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads compute. Default: all processors.")
  private @Nullable Integer threads;

  /** The choice as settings of a configuration, {@code key=value}. */
  List<String> settings() {
    List<String> settings = new ArrayList<>();
    if (name != null) {
      settings.add("engine.name=" + name);
    }
    if (threads != null) {
      settings.add("engine.threads=" + threads);
    }
    return settings;
  }

  /** The chosen engine, or else the given one, not yet open. */
  io.concertina.engine.EngineChoice of(Registry registry, String otherwise, EngineOptions options) {
    EngineOptions chosen = threads == null ? options : options.withThreads(threads);
    return new io.concertina.engine.EngineChoice(
        registry.engine(name == null ? otherwise : name), chosen);
  }

  /** Opens the chosen engine, or else the given one. */
  Engine open(Registry registry, String otherwise, EngineOptions options) {
    return of(registry, otherwise, options).open();
  }

  /** Opens the chosen engine, or else the native one. */
  Engine open(Registry registry) {
    return open(registry, "native", EngineOptions.defaults());
  }
}
