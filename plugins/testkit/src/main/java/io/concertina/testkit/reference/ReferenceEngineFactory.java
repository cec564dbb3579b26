package io.concertina.testkit.reference;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;

/** Opens {@link ReferenceEngine}s. */
public final class ReferenceEngineFactory implements EngineFactory {

  @Override
  public String name() {
    return ReferenceEngine.NAME;
  }

  /** Makes an engine; it computes on the caller's thread whatever the options say. */
  @Override
  public Engine create(EngineOptions options) {
    return new ReferenceEngine();
  }
}
