package io.concertina.engine.nativejava;

import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.testkit.EngineContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The contract of engines at every vector width, alone and with other threads. */
class NativeEngineContractTest {

  abstract static class OfWidth extends EngineContract {

    private final String width;
    private final int threads;

    OfWidth(String width, int threads) {
      this.width = width;
      this.threads = threads;
    }

    @Override
    protected EngineFactory factory() {
      return new NativeEngineFactory();
    }

    @Override
    protected EngineOptions options() {
      return new EngineOptions(threads, Map.of("width", width));
    }
  }

  @Nested
  class Scalar extends OfWidth {
    Scalar() {
      super("scalar", 1);
    }
  }

  @Nested
  class Bits128 extends OfWidth {
    Bits128() {
      super("128", 1);
    }
  }

  @Nested
  class Bits256 extends OfWidth {
    Bits256() {
      super("256", 2);
    }
  }

  @Nested
  class Bits512 extends OfWidth {
    Bits512() {
      super("512", 1);
    }
  }

  @Nested
  class FourThreads extends OfWidth {
    FourThreads() {
      super("auto", 4);
    }
  }
}
