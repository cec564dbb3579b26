package io.concertina.testkit;

import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.Affine;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Tied;
import java.util.List;
import java.util.Set;

/** A sound layer passes. */
class LayerContractTest extends LayerContract {

  @Override
  protected List<LayerSubject> subjects() {
    return List.of(
        LayerSubject.of(new Affine(3, 0), 5),
        LayerSubject.of(new Affine(2, 0.5), 3, 4).onInputs(-2, 2),
        LayerSubject.of(new Tied("encoder/affine_1"), 6)
            .after("encoder/affine_1", new Affine(4, 0.5)));
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
