package io.concertina.testkit;

import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.BestLoss;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.train.TrainingListener;
import java.util.List;
import java.util.function.Supplier;

/** The listener contract has nothing to say against a sound listener. */
class ListenerContractTest extends ListenerContract {

  @Override
  protected List<Supplier<? extends TrainingListener>> subjects() {
    return List.of(() -> new BestLoss(2));
  }

  @Override
  protected Registry registry() {
    return FixturePlugin.registry();
  }
}
