package io.concertina.testkit;

import io.concertina.testkit.fixture.Affine;
import java.util.List;

class AffineTest extends LayerContract {

  @Override
  protected List<LayerSubject> subjects() {
    return List.of(
        LayerSubject.of(new Affine(3, 0), 5),
        LayerSubject.of(new Affine(2, 0.5), 3, 4).onInputs(-2, 2));
  }
}
