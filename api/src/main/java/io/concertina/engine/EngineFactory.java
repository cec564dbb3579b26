package io.concertina.engine;

/** Opens engines of one kind; what a plugin registers. Must not load heavy classes before open. */
public interface EngineFactory {

  /** The name under which configurations ask for it, for instance {@code native}. */
  String name();

  /**
   * Opens an engine.
   *
   * @param options how it should run
   * @throws io.concertina.EngineException if it cannot run on this machine, and why
   */
  Engine open(EngineOptions options);
}
