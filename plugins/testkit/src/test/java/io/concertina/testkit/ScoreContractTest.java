package io.concertina.testkit;

import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Relative;
import io.concertina.testkit.fixture.UnitNormal;
import java.util.List;

/** Sound scores pass. */
class ScoreContractTest extends ScoreContract {

  @Override
  protected List<ScoreSubject> subjects() {
    return List.of(
        ScoreSubject.of(new Relative(1), 5),
        ScoreSubject.of(new Relative(0.25), 3).with(new UnitNormal()),
        ScoreSubject.of(new Relative(2), 4).onFilledRows());
  }

  @Override
  protected Registry registry() {
    return FixturePlugin.registry();
  }
}
