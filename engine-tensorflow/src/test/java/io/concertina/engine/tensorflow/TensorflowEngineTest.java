package io.concertina.engine.tensorflow;

import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.testkit.EngineContract;

class TensorflowEngineTest extends EngineContract {

  @Override
  protected EngineFactory factory() {
    return new TensorflowEngineFactory();
  }

  @Override
  protected EngineOptions options() {
    return EngineOptions.defaults().withThreads(2);
  }
}
