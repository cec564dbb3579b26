package io.concertina.plugin.pruning;

import static io.concertina.plugin.standard.layer.Layers.dense;

import io.concertina.ir.Shape;
import io.concertina.model.LayerCount;
import io.concertina.model.ModelSpec;
import io.concertina.testkit.LayerCountContract;
import java.util.List;

class CutOffUnitsTest extends LayerCountContract {

  @Override
  protected LayerCount count() {
    return new CutOffUnits();
  }

  @Override
  protected ModelSpec layers() {
    return ModelSpec.of(Shape.of(5), List.of(dense(6), dense(2)), List.of(dense(4), dense(5)));
  }
}
