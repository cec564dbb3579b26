package io.concertina.engine;

/**
 * Which engine is to compute, and how: a choice that can travel where an open engine cannot.
 *
 * @param factory opens it
 * @param options how it should run
 */
public record EngineChoice(EngineFactory factory, EngineOptions options) {

  /** Opens the engine; whoever opens it closes it. */
  public Engine open() {
    return factory.open(options);
  }

  /**
   * An engine that is open already and stays its owner's to close: every opening gives it again.
   *
   * @param engine open
   */
  public static EngineChoice of(Engine engine) {
    return new EngineChoice(new Lent(engine), EngineOptions.defaults());
  }

  /** Hands out an open engine. */
  private record Lent(Engine engine) implements EngineFactory {

    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public Engine create(EngineOptions options) {
      return new LentEngine(engine);
    }
  }
}
