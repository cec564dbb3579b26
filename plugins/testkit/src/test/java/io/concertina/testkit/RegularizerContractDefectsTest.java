package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Elementwise;
import io.concertina.ir.Value;
import io.concertina.regularizer.Regularizer;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.EngineFixture;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Rewriting;
import io.concertina.testkit.fixture.Ridge;
import io.concertina.testkit.fixture.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The regulariser contract must notice each of these defects, in the test that is about it. */
class RegularizerContractDefectsTest {

  private static void fails(
      Class<? extends RegularizerContract> contract, String test, String message) {
    Verdict verdict = Verdict.of(contract, test);
    assertThat(verdict.failures())
        .isNotEmpty()
        .allSatisfy(failure -> assertThat(failure).contains(message));
  }

  @Test
  void aGradientThatIsCutOff() {
    fails(
        GradientIsCutOff.class,
        "hasTheGradientOfCentralDifferences",
        "disagree with central differences");
  }

  @Test
  void aNormWhoseGradientAtZeroIsNan() {
    fails(PlainNorm.class, "isFiniteAtZero", "of the gradient at 0");
  }

  @Test
  void aPenaltyPerSample() {
    fails(PerSample.class, "givesScalars", "f32");
  }

  @Test
  void aRegularizerWithoutAFactory() {
    fails(PlainNorm.class, "survivesItsConfiguration", "a factory in a plugin");
  }

  @Test
  void anEngineThatDisagrees() {
    fails(EngineDisagrees.class, "computesTheSameOnEveryEngine", "are wrong");
  }

  /** The contract of one regulariser that no factory knows. */
  abstract static class OfPenalty extends RegularizerContract {

    private final Regularizer regularizer;

    OfPenalty(Regularizer regularizer) {
      this.regularizer = regularizer;
    }

    @Override
    protected List<? extends Regularizer> subjects() {
      return List.of(regularizer);
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }
  }

  static class GradientIsCutOff extends OfPenalty {
    GradientIsCutOff() {
      super((ops, tensor) -> ops.sumAll(ops.mul(tensor, ops.stopGradient(tensor))));
    }
  }

  static class PlainNorm extends OfPenalty {
    PlainNorm() {
      super((ops, tensor) -> ops.sqrt(ops.sumAll(ops.mul(tensor, tensor))));
    }
  }

  static class PerSample extends OfPenalty {
    PerSample() {
      super((ops, tensor) -> ops.sum(ops.abs(tensor), 0));
    }
  }

  static class EngineDisagrees extends RegularizerContract {
    @Override
    protected List<? extends Regularizer> subjects() {
      return List.of(new Ridge(0.1));
    }

    @Override
    protected Registry registry() {
      EngineFixture engine =
          EngineFixture.compiling(
              Rewriting.with(
                  (ops, op, in) -> {
                    List<Value> results = ops.emitAll(op, in);
                    return op instanceof Elementwise.Mul
                        ? List.of(ops.mul(results.getFirst(), 1.00001))
                        : results;
                  }));
      return Registry.of(new FixturePlugin(List.of(engine), List.of()));
    }
  }
}
