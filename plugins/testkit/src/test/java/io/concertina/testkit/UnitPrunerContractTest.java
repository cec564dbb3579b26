package io.concertina.testkit;

import io.concertina.ir.Shape;
import io.concertina.model.ModelSpec;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.Affine;
import io.concertina.testkit.fixture.FirstUnits;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.train.UnitPruner;
import java.util.List;

/** Sound pruners of units pass. */
class UnitPrunerContractTest extends UnitPrunerContract {

  static final ModelSpec LAYERS =
      ModelSpec.of(
          Shape.of(3), List.of(new Affine(6, 0), new Affine(2, 0)), List.of(new Affine(3, 0)));

  @Override
  protected List<UnitPruner> subjects() {
    return List.of(new FirstUnits(4), new FirstUnits(1));
  }

  @Override
  protected ModelSpec layers() {
    return LAYERS;
  }

  @Override
  protected Registry registry() {
    return FixturePlugin.registry();
  }
}
