package io.concertina.testkit;

import io.concertina.loss.Loss;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Pinball;
import java.util.List;

/** Sound losses pass. */
class LossContractTest extends LossContract {

  @Override
  protected List<MeasureSubject<Loss>> subjects() {
    return List.of(
        MeasureSubject.of(new Pinball(0.9), 7), MeasureSubject.of(new Pinball(0.25), 2, 3));
  }

  @Override
  protected Registry registry() {
    return FixturePlugin.registry();
  }
}
