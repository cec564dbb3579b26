package io.concertina.plugin.standard.initializer;

import io.concertina.ir.Shape;
import io.concertina.layer.Initializer;
import io.concertina.testkit.InitializerContract;
import java.util.List;

/** Orthogonal matrices have at least two axes. */
class OrthogonalContractTest extends InitializerContract {

  @Override
  protected List<Initializer> subjects() {
    return List.of(Initializers.orthogonal(), Initializers.orthogonal(1.5));
  }

  @Override
  protected List<Shape> shapes() {
    return List.of(Shape.of(17, 3), Shape.of(3, 17), Shape.of(3, 2, 5, 4));
  }
}
