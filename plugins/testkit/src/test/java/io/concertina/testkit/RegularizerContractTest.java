package io.concertina.testkit;

import io.concertina.regularizer.Regularizer;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Ridge;
import java.util.List;
import java.util.Set;

/** A sound regulariser passes. */
class RegularizerContractTest extends RegularizerContract {

  @Override
  protected List<? extends Regularizer> subjects() {
    return List.of(new Ridge(0.1), new Ridge(3));
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
