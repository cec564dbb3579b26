package io.concertina.engine;

import java.util.List;
import java.util.Set;

/**
 * Makes engines of one kind; what a plugin registers. Must not load heavy classes before {@link
 * #create}.
 */
public interface EngineFactory {

  /** The name under which configurations ask for it, for instance {@code native}. */
  String name();

  /** The names of the settings that its engines know; none unless said otherwise. */
  default Set<String> settings() {
    return Set.of();
  }

  /** The ways to run that contracts go through; the engine as it comes unless said otherwise. */
  default List<EngineVariant> variants() {
    return List.of(EngineVariant.defaults());
  }

  /**
   * Opens an engine: what everybody calls and no factory overrides.
   *
   * @param options how it should run
   * @throws io.concertina.ConfigurationException if a setting is none of {@link #settings}, or has
   *     a wrong value
   * @throws io.concertina.EngineException if it cannot run on this machine, and why
   */
  default Engine open(EngineOptions options) {
    options.requireKnown(name(), settings());
    return create(options);
  }

  /**
   * Makes an engine; called by {@link #open} alone.
   *
   * @param options how it should run; every setting is one of {@link #settings}
   * @throws io.concertina.ConfigurationException if a setting has a wrong value
   * @throws io.concertina.EngineException if it cannot run on this machine, and why
   */
  Engine create(EngineOptions options);
}
