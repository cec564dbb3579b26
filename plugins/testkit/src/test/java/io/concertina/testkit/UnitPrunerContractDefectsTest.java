package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.Affine;
import io.concertina.testkit.fixture.FirstUnits;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.train.UnitPruner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of unit pruners must notice each of these defects. */
class UnitPrunerContractDefectsTest {

  @Test
  void nothingIsTakenOut() {
    fails(TakesNothing.class, "theModelIsSmallerAndOfTheSameRowsAndCode", "weights");
  }

  @Test
  void anotherCode() {
    fails(NarrowsTheCode.class, "theModelIsSmallerAndOfTheSameRowsAndCode", "code");
  }

  @Test
  void weightsThatAreNoNumbers() {
    fails(Spoils.class, "theModelComputes", "element");
  }

  @Test
  void aPrunerThatRemembers() {
    fails(Remembers.class, "theSameSeedGivesTheSameModel", "pruned again");
  }

  @Test
  void aPrunerWithoutAFactory() {
    fails(TakesNothing.class, "survivesItsConfiguration", "a factory in a plugin");
  }

  /** The contract of one pruner that no factory knows. */
  abstract static class OfPruner extends UnitPrunerContract implements UnitPruner {

    @Override
    protected List<? extends UnitPruner> subjects() {
      return List.of(this);
    }

    @Override
    protected ModelSpec layers() {
      return UnitPrunerContractTest.LAYERS;
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }
  }

  static class TakesNothing extends OfPruner {
    @Override
    public Model apply(Model model, Engine engine, Dataset rows, long seed) {
      return model;
    }
  }

  static class NarrowsTheCode extends OfPruner {
    @Override
    public Model apply(Model model, Engine engine, Dataset rows, long seed) {
      ModelSpec narrow =
          ModelSpec.of(Shape.of(3), List.of(new Affine(1, 0)), List.of(new Affine(3, 0)));
      return Model.initial(narrow, model.scalings(), seed);
    }
  }

  static class Spoils extends OfPruner {
    @Override
    public Model apply(Model model, Engine engine, Dataset rows, long seed) {
      Map<String, Tensor> weights = new LinkedHashMap<>();
      model.weights().forEach((name, w) -> weights.put(name, Tensor.full(w.shape(), Float.NaN)));
      return model.with(weights, model.history());
    }
  }

  static class Remembers extends OfPruner {

    private int kept = 5;

    @Override
    public Model apply(Model model, Engine engine, Dataset rows, long seed) {
      return new FirstUnits(kept--).apply(model, engine, rows, seed);
    }
  }
}
