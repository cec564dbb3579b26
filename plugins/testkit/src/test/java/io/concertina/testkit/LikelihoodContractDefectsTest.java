package io.concertina.testkit;

import static io.concertina.testkit.Verdicts.fails;

import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.loss.Likelihood;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.UnitNormal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The likelihood contract must notice each of these defects, in the test that is about it. */
class LikelihoodContractDefectsTest {

  @Test
  void aConstantThatIsLeftOut() {
    fails(NoConstant.class, "isTheLogarithmOfAProbability", "probability of all values");
  }

  @Test
  void aReconstructionThatIsNotTheMean() {
    fails(RateIsALogarithm.class, "reconstructsTheMean", "against the mean");
  }

  @Test
  void aReconstructionOfAllParameters() {
    fails(ReconstructsAll.class, "reconstructsTheSamplesShape", "6]");
  }

  @Test
  void aVarianceThatOverflows() {
    fails(Overflows.class, "isFiniteAtExtremes", "at extreme parameters");
  }

  @Test
  void aGradientThatIsCutOff() {
    fails(
        GradientIsCutOff.class,
        "hasTheGradientOfCentralDifferences",
        "disagree with central differences");
  }

  @Test
  void aLikelihoodWithoutAFactory() {
    fails(NoConstant.class, "survivesItsConfiguration", "a factory in a plugin");
  }

  @Test
  void anEngineThatDisagreesAtExtremes() {
    fails(EngineDisagrees.class, "computesTheSameAtExtremesOnEveryEngine", "are wrong");
  }

  /** The contract of one normal distribution with a defect. */
  abstract static class OfNormal extends LikelihoodContract implements Likelihood {

    @Override
    protected List<Subject> subjects() {
      return List.of(Subject.of(this, Support.REALS, 3));
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }

    @Override
    public Shape parameters(Shape sample) {
      return sample;
    }

    @Override
    public Value reconstruction(Ops ops, Value parameters) {
      return parameters;
    }

    @Override
    public Value apply(Ops ops, Value prediction, Value target) {
      return new UnitNormal().apply(ops, prediction, target);
    }
  }

  static class NoConstant extends OfNormal {
    @Override
    public Value apply(Ops ops, Value prediction, Value target) {
      Value error = ops.sub(target, prediction);
      return ops.mul(ops.mul(error, error), 0.5);
    }
  }

  static class RateIsALogarithm extends OfNormal {
    @Override
    public Value reconstruction(Ops ops, Value parameters) {
      return ops.exp(parameters);
    }
  }

  static class ReconstructsAll extends OfNormal {
    @Override
    public Shape parameters(Shape sample) {
      return sample.with(-1, sample.last().times(Dim.of(2)));
    }

    @Override
    public Value apply(Ops ops, Value prediction, Value target) {
      Value means = ops.slice(prediction, -1, 0, target.shape().last().size());
      return super.apply(ops, means, target);
    }
  }

  static class Overflows extends OfNormal {
    @Override
    public Value apply(Ops ops, Value prediction, Value target) {
      Value spread = ops.exp(prediction);
      return ops.add(ops.log(spread), ops.div(ops.abs(target), spread));
    }
  }

  static class GradientIsCutOff extends OfNormal {
    @Override
    public Value apply(Ops ops, Value prediction, Value target) {
      Value error = ops.sub(target, prediction);
      return ops.mul(error, ops.stopGradient(error));
    }
  }

  static class EngineDisagrees extends LikelihoodContract {
    @Override
    protected List<Subject> subjects() {
      return List.of(Subject.of(new UnitNormal(), Support.REALS, 3));
    }

    @Override
    protected Registry registry() {
      return Verdicts.withAnEngineThatIsOff();
    }
  }
}
