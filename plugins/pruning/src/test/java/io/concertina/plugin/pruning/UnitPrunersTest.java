package io.concertina.plugin.pruning;

import static io.concertina.plugin.standard.activation.Activations.relu;
import static io.concertina.plugin.standard.layer.Layers.dense;

import io.concertina.ir.Shape;
import io.concertina.model.ModelSpec;
import io.concertina.plugin.pruning.RankedUnitPruner.UnitCriterion;
import io.concertina.testkit.UnitPrunerContract;
import io.concertina.train.UnitPruner;
import java.util.List;

class UnitPrunersTest extends UnitPrunerContract {

  @Override
  protected List<UnitPruner> subjects() {
    return List.of(
        new RankedUnitPruner(UnitCriterion.MAGNITUDE, 0.5, Scope.ADAPTIVE, List.of()),
        new RankedUnitPruner(UnitCriterion.ACTIVATION, 0.3, Scope.LAYER, List.of()),
        new RankedUnitPruner(UnitCriterion.RANDOM, 0.75, Scope.GLOBAL, List.of("encoder/dense_1")));
  }

  @Override
  protected ModelSpec layers() {
    return ModelSpec.of(
        Shape.of(5), List.of(dense(12, relu()), dense(3)), List.of(dense(8, relu()), dense(5)));
  }
}
