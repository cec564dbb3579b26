package io.concertina.testkit;

import io.concertina.optimizer.Optimizer;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Momentum;
import java.util.List;
import java.util.Set;

/** A sound optimiser passes. */
class OptimizerContractTest extends OptimizerContract {

  @Override
  protected List<? extends Optimizer> subjects() {
    return List.of(new Momentum(0.1, 0), new Momentum(0.01, 0.9));
  }

  @Override
  protected Registry registry() {
    return FixturePlugin.registry();
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("sound");
  }
}
