package io.concertina.cli.option;

import io.concertina.engine.EngineChoice;
import io.concertina.engine.EngineOptions;
import io.concertina.spi.Registry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose an engine. */
public final class EngineOption {

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
  public List<String> settings() {
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
  public EngineChoice of(Registry registry, String otherwise, EngineOptions options) {
    EngineOptions chosen = threads == null ? options : options.withThreads(threads);
    return new EngineChoice(registry.engine(name == null ? otherwise : name), chosen);
  }

  /** The chosen engine, or else the native one. */
  public EngineChoice of(Registry registry) {
    return of(registry, "native", EngineOptions.defaults());
  }
}
