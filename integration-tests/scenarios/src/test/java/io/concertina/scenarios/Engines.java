package io.concertina.scenarios;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.spi.Registry;

/** Opens engines by name, as a configuration would. */
final class Engines {

  private Engines() {}

  /** An engine with two threads and otherwise as it comes. */
  static Engine open(String name) {
    return Registry.load().engine(name).open(EngineOptions.defaults().withThreads(2));
  }

  /**
   * The native engine with scalar kernels, which compute the bits of the vector kernels and are the
   * quicker ones in a run of a few seconds, since they need no time to warm up.
   */
  static Engine scalar() {
    EngineOptions options = EngineOptions.defaults().withThreads(2).with("width", "scalar");
    return Registry.load().engine("native").open(options);
  }
}
