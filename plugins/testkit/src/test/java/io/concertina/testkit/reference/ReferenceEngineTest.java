package io.concertina.testkit.reference;

import io.concertina.engine.EngineFactory;
import io.concertina.testkit.EngineContract;

class ReferenceEngineTest extends EngineContract {

  @Override
  protected EngineFactory factory() {
    return new ReferenceEngineFactory();
  }
}
