package io.concertina.testkit;

import io.concertina.layer.Activation;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.SoftSign;
import java.util.List;

/** Sound activations pass. */
class ActivationContractTest extends ActivationContract {

  @Override
  protected List<Activation> subjects() {
    return List.of(new SoftSign(1), new SoftSign(0.25));
  }

  @Override
  protected Registry registry() {
    return FixturePlugin.registry();
  }
}
