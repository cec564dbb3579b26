package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.layer.Activation;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.SoftSign;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The activation contract must notice each of these defects, in the test that is about it. */
class ActivationContractDefectsTest {

  @Test
  void aResultOfAnotherShape() {
    fails(DropsAnAxis.class, "keepsTheTypeOfItsInput", "f32");
  }

  @Test
  void aMeanOverTheBatch() {
    fails(Centred.class, "mapsEachSampleByItself", "in a batch against by itself");
  }

  @Test
  void aGradientThatIsCutOff() {
    fails(
        GradientIsCutOff.class,
        "hasTheGradientOfCentralDifferences",
        "disagree with central differences");
  }

  @Test
  void anExponentialThatOverflows() {
    fails(Overflows.class, "isFiniteForLargeInputs", "at 1000.0");
  }

  @Test
  void anActivationWithoutAFactory() {
    fails(Overflows.class, "survivesItsConfiguration", "a factory in a plugin");
  }

  @Test
  void anEngineThatDisagrees() {
    fails(EngineDisagrees.class, "computesTheSameOnEveryEngine", "are wrong");
  }

  /** The contract of one activation that no factory knows. */
  abstract static class OfActivation extends ActivationContract {

    private final Activation activation;

    OfActivation(Activation activation) {
      this.activation = activation;
    }

    @Override
    protected List<? extends Activation> subjects() {
      return List.of(activation);
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }
  }

  static class DropsAnAxis extends OfActivation {
    DropsAnAxis() {
      super((ops, x) -> ops.sum(x, -1));
    }
  }

  static class Centred extends OfActivation {
    Centred() {
      super((ops, x) -> ops.sub(x, ops.expand(ops.mean(x, 0), 0)));
    }
  }

  static class GradientIsCutOff extends OfActivation {
    GradientIsCutOff() {
      super((ops, x) -> ops.mul(x, ops.stopGradient(ops.sigmoid(x))));
    }
  }

  static class Overflows extends OfActivation {
    Overflows() {
      super((ops, x) -> ops.log(ops.add(ops.exp(x), 1)));
    }
  }

  static class EngineDisagrees extends ActivationContract {
    @Override
    protected List<? extends Activation> subjects() {
      return List.of(new SoftSign(1));
    }

    @Override
    protected Registry registry() {
      return Verdicts.withAnEngineThatIsOff();
    }
  }
}
