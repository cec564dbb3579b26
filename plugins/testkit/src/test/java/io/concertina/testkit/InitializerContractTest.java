package io.concertina.testkit;

import io.concertina.layer.Initializer;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Scatter;
import java.util.List;

/** Sound initialisers pass. */
class InitializerContractTest extends InitializerContract {

  @Override
  protected List<Initializer> subjects() {
    return List.of(new Scatter(1), new Scatter(0.25));
  }

  @Override
  protected Registry registry() {
    return FixturePlugin.registry();
  }
}
