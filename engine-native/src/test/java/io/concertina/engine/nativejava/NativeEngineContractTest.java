package io.concertina.engine.nativejava;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.testkit.EngineContract;
import org.junit.jupiter.api.Nested;

/** The contract of engines at every vector width with one thread, and as they come with four. */
class NativeEngineContractTest {

  @Nested
  class AtEveryWidth extends EngineContract {

    @Override
    protected EngineFactory factory() {
      return new NativeEngineFactory();
    }

    @Override
    protected EngineOptions options() {
      return EngineOptions.defaults().withThreads(1);
    }
  }

  @Nested
  class WithFourThreads extends EngineContract {

    @Override
    protected EngineFactory factory() {
      return new AsItComes(new NativeEngineFactory());
    }

    @Override
    protected EngineOptions options() {
      return EngineOptions.defaults().withThreads(4);
    }
  }

  /**
   * The native engine without its forced widths.
   *
   * @param all makes it
   */
  private record AsItComes(EngineFactory all) implements EngineFactory {

    @Override
    public String name() {
      return all.name();
    }

    @Override
    public Engine create(EngineOptions options) {
      return all.open(options);
    }
  }
}
