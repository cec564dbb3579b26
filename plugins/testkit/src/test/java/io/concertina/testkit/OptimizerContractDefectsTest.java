package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.EngineFeature;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.optimizer.Optimizer;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.EngineFixture;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Momentum;
import io.concertina.testkit.fixture.Rewriting;
import io.concertina.testkit.fixture.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The optimiser contract must notice each of these defects, in the test that is about it. */
class OptimizerContractDefectsTest {

  private static void fails(
      Class<? extends OptimizerContract> contract, String test, String message) {
    Verdict verdict = Verdict.of(contract, test);
    assertThat(verdict.failures())
        .isNotEmpty()
        .allSatisfy(failure -> assertThat(failure).contains(message));
  }

  @Test
  void aStepUphill() {
    fails(Uphill.class, "goesDownhill", "loss after 200 steps");
  }

  @Test
  void aDivisionByAZeroGradient() {
    fails(DividesByGradient.class, "takesZeroGradientsWithoutHarm", "element 0 of kernel");
  }

  @Test
  void aRateThatIsNotTheGivenOne() {
    fails(RateOfItsOwn.class, "standsStillAtRateZero", "after a step at rate 0");
  }

  @Test
  void aSlotWithoutANewValue() {
    fails(SlotIsForgotten.class, "keepsTypesOfWeightsAndSlots", "but the optimiser names");
  }

  @Test
  void aWeightOfAnotherShape() {
    fails(WeightIsReshaped.class, "keepsTypesOfWeightsAndSlots", "kernel");
  }

  @Test
  void anOptimizerWithoutAFactory() {
    fails(Uphill.class, "survivesItsConfiguration", "a factory in a plugin");
  }

  @Test
  void anEngineThatForgetsToScale() {
    fails(EngineDisagrees.class, "takesTheSameStepsOnEveryEngine", "are wrong");
  }

  @Test
  void anEngineThatDoesNotTrainIsNotTheOptimizersFault() {
    Verdict verdict = Verdict.of(EngineOnlyReads.class, "takesTheSameStepsOnEveryEngine");
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.passed()).isZero();
  }

  /** The contract of one rule without slots. */
  abstract static class OfRule extends OptimizerContract {

    private final List<String> slots;

    OfRule(String... slots) {
      this.slots = List.of(slots);
    }

    abstract Value step(Ops ops, Value weight, Value gradient, Value rate);

    @Override
    protected List<? extends Optimizer> subjects() {
      return List.of(
          new Optimizer() {
            @Override
            public double rate() {
              return 0.01;
            }

            @Override
            public List<String> slots() {
              return slots;
            }

            @Override
            public Step step(
                Ops ops, Value weight, Value gradient, List<Value> values, Value rate, Value t) {
              return new Step(OfRule.this.step(ops, weight, gradient, rate), List.of());
            }
          });
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }
  }

  static class Uphill extends OfRule {
    @Override
    Value step(Ops ops, Value weight, Value gradient, Value rate) {
      return ops.add(weight, ops.mul(gradient, rate));
    }
  }

  static class DividesByGradient extends OfRule {
    @Override
    Value step(Ops ops, Value weight, Value gradient, Value rate) {
      return ops.sub(weight, ops.mul(ops.div(gradient, ops.abs(gradient)), rate));
    }
  }

  static class RateOfItsOwn extends OfRule {
    @Override
    Value step(Ops ops, Value weight, Value gradient, Value rate) {
      return ops.sub(weight, ops.mul(gradient, 0.01));
    }
  }

  static class SlotIsForgotten extends OfRule {
    SlotIsForgotten() {
      super("velocity");
    }

    @Override
    Value step(Ops ops, Value weight, Value gradient, Value rate) {
      return ops.sub(weight, ops.mul(gradient, rate));
    }
  }

  static class WeightIsReshaped extends OfRule {
    @Override
    Value step(Ops ops, Value weight, Value gradient, Value rate) {
      Value flat = ops.reshape(gradient, Shape.of(gradient.shape().elements()));
      return ops.sub(ops.reshape(weight, flat.shape()), ops.mul(flat, rate));
    }
  }

  static class EngineDisagrees extends OptimizerContract {
    @Override
    protected List<? extends Optimizer> subjects() {
      return List.of(new Momentum(0.1, 0.5));
    }

    @Override
    protected Registry registry() {
      EngineFixture engine =
          EngineFixture.compiling(
              Rewriting.with(
                  (ops, op, in) -> {
                    List<Value> results = ops.emitAll(op, in);
                    return op instanceof Elementwise.Sub
                        ? List.of(ops.mul(results.getFirst(), 1.00001))
                        : results;
                  }));
      return Registry.of(new FixturePlugin(List.of(engine), List.of()));
    }
  }

  static class EngineOnlyReads extends OptimizerContract {
    @Override
    protected List<? extends Optimizer> subjects() {
      return List.of(new Momentum(0.1, 0.5));
    }

    @Override
    protected Registry registry() {
      return Registry.of(
          new FixturePlugin(List.of(EngineFixture.lacking(EngineFeature.TRAINING)), List.of()));
    }
  }
}
