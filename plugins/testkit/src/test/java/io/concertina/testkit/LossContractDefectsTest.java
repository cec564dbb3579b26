package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.loss.Loss;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Pinball;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loss contract must notice each of these defects, in the test that is about it. */
class LossContractDefectsTest {

  @Test
  void aLossThatIsAMeanAlready() {
    fails(Mean.class, "givesANumberPerElementOrGroup", "axes of the loss");
  }

  @Test
  void aLossThatJoinsTheRows() {
    fails(JoinsRows.class, "givesANumberPerElementOrGroup", "shape of the loss");
  }

  @Test
  void aLossThatSubtractsTheMeanOfTheBatch() {
    fails(Centred.class, "judgesEachRowByItself", "in a batch against by itself");
  }

  @Test
  void aGradientThatIsCutOff() {
    fails(
        GradientIsCutOff.class,
        "hasTheGradientOfCentralDifferences",
        "disagree with central differences");
  }

  @Test
  void aDistanceWhoseGradientAtZeroIsNan() {
    fails(Distance.class, "isFiniteWhereThePredictionIsRight", "where the prediction is right");
  }

  @Test
  void aLossWithoutAFactory() {
    fails(Distance.class, "survivesItsConfiguration", "a factory in a plugin");
  }

  @Test
  void anEngineThatDisagrees() {
    fails(EngineDisagrees.class, "computesTheSameOnEveryEngine", "are wrong");
  }

  /** The contract of one loss that no factory knows. */
  abstract static class OfLoss extends LossContract {

    private final Loss loss;

    OfLoss(Loss loss) {
      this.loss = loss;
    }

    @Override
    protected List<MeasureSubject<Loss>> subjects() {
      return List.of(MeasureSubject.of(loss, 3));
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }
  }

  static class Mean extends OfLoss {
    Mean() {
      super((ops, p, t) -> ops.meanAll(ops.abs(ops.sub(p, t))));
    }
  }

  static class JoinsRows extends OfLoss {
    JoinsRows() {
      super((ops, p, t) -> ops.mean(ops.abs(ops.sub(p, t)), 0));
    }
  }

  static class Centred extends OfLoss {
    Centred() {
      super((ops, p, t) -> ops.abs(ops.sub(ops.sub(p, t), ops.expand(ops.mean(p, 0), 0))));
    }
  }

  static class GradientIsCutOff extends OfLoss {
    GradientIsCutOff() {
      super((ops, p, t) -> ops.mul(p, ops.stopGradient(ops.sub(p, t))));
    }
  }

  static class Distance extends OfLoss {
    Distance() {
      super((ops, p, t) -> ops.sqrt(ops.sum(ops.mul(ops.sub(p, t), ops.sub(p, t)), -1)));
    }
  }

  static class EngineDisagrees extends LossContract {
    @Override
    protected List<MeasureSubject<Loss>> subjects() {
      return List.of(MeasureSubject.of(new Pinball(0.9), 3));
    }

    @Override
    protected Registry registry() {
      return Verdicts.withAnEngineThatIsOff();
    }
  }
}
