package io.concertina.sample;

import io.concertina.ir.Shape;
import io.concertina.testkit.LayerContract;
import io.concertina.testkit.LayerSubject;
import java.util.List;
import java.util.Set;

class GateTest extends LayerContract {

  @Override
  protected List<LayerSubject> subjects() {
    return List.of(
        LayerSubject.merging(new Gate(), Shape.of(5), Shape.of(5)),
        LayerSubject.merging(new Gate(), Shape.of(3, 2), Shape.of(3, 2)));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
