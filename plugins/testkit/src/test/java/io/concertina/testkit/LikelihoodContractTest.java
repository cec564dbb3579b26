package io.concertina.testkit;

import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.UnitNormal;
import java.util.List;

/** Sound likelihoods pass. */
class LikelihoodContractTest extends LikelihoodContract {

  @Override
  protected List<Subject> subjects() {
    return List.of(Subject.of(new UnitNormal(), Support.REALS, 7));
  }

  @Override
  protected Registry registry() {
    return FixturePlugin.registry();
  }
}
