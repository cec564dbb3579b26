package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.EngineException;
import io.concertina.config.Factory;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.MergeLayer;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.layer.StreamingLayer;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.Affine;
import io.concertina.testkit.fixture.EngineFixture;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Rewriting;
import io.concertina.testkit.fixture.Verdict;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The layer contract must notice each of these defects, in the test that is about it. */
class LayerContractDefectsTest {

  private static void fails(Class<? extends LayerContract> contract, String test, String message) {
    Verdict verdict = Verdict.of(contract, test);
    assertThat(verdict.failures())
        .isNotEmpty()
        .allSatisfy(failure -> assertThat(failure).contains(message));
  }

  @Test
  void aGradientThatIsCutOff() {
    fails(
        GradientIsCutOff.class,
        "hasTheGradientsOfCentralDifferences",
        "disagree with central differences");
  }

  @Test
  void aDeliberateStopIsAcceptedIfTheSubjectSaysSo() {
    Verdict verdict = Verdict.of(StopIsDeliberate.class, "hasTheGradientsOfCentralDifferences");
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.passed()).isEqualTo(1);
  }

  @Test
  void aSettingThatIsNotWritten() {
    fails(SettingIsLost.class, "survivesItsConfiguration", "after a round trip");
  }

  @Test
  void aLayerWithoutAFactory() {
    fails(FactoryIsMissing.class, "survivesItsConfiguration", "a factory in a plugin");
  }

  @Test
  void noiseInInference() {
    fails(NoiseInInference.class, "mapsEachSampleByItselfInInference", "randomness in inference");
  }

  @Test
  void samplesThatMixInInference() {
    fails(SamplesMix.class, "mapsEachSampleByItselfInInference", "in a batch against by itself");
  }

  @Test
  void randomnessFromElsewhere() {
    fails(
        RandomnessFromElsewhere.class,
        "declaresTheSameVariablesInEveryMode",
        "what the layer emits the second time");
  }

  @Test
  void aKeyThatIsAskedForAndNotUsed() {
    fails(
        KeyIsNotUsed.class,
        "drawsRandomnessFromItsKeyAlone",
        "output and penalties of another key");
  }

  @Test
  void variablesThatDependOnTheMode() {
    fails(
        VariablesDependOnMode.class,
        "declaresTheSameVariablesInEveryMode",
        "variables in inference");
  }

  @Test
  void anInitialValueThatIsNotFinite() {
    fails(InitialValueIsNan.class, "declaresTheSameVariablesInEveryMode", "initial value of");
  }

  @Test
  void aStreamWhoseStepsSeeLaterOnes() {
    fails(
        StepsSeeLaterOnes.class,
        "followsAStreamStepByStepIfItSaysSo",
        "in a stream against the whole sequence");
  }

  @Test
  void anOutputWithoutTheBatchAxis() {
    fails(BatchAxisIsLost.class, "infersTheShapeThatItHas", "first axis of the output");
  }

  @Test
  void anInputThatIsNotRead() {
    fails(InputIsIgnored.class, "readsEachOfItsInputs", "input 2 among them");
  }

  @Test
  void aGradientThatDoesNotReachAnInput() {
    fails(
        GradientMissesAnInput.class,
        "hasTheGradientsOfCentralDifferences",
        "disagree with central differences");
  }

  @Test
  void severalInputsOfASequenceThatMixSteps() {
    fails(
        StepsOfInputsMix.class,
        "followsAStreamStepByStepIfItSaysSo",
        "in a stream against the whole sequence");
  }

  @Test
  void anEngineThatDisagrees() {
    fails(EngineDisagrees.class, "computesTheSameOnEveryEngine", "are wrong");
  }

  @Test
  void anEngineThatIsMissing() {
    fails(EngineIsMissing.class, "findsTheRequiredEngines", "tensorflow");
  }

  @Test
  void anEngineThatDoesNotRunHere() {
    assertThat(Verdict.of(EngineDoesNotRun.class, "computesTheSameOnEveryEngine"))
        .isEqualTo(new Verdict(0, List.of()));
    fails(EngineDoesNotRun.class, "findsTheRequiredEngines", "no such processor");
  }

  /** The contract of one layer without settings. */
  abstract static class OfLayer extends LayerContract {

    private final Layer layer;

    OfLayer(Layer layer) {
      this.layer = layer;
    }

    @Override
    protected List<LayerSubject> subjects() {
      return List.of(LayerSubject.of(layer, 5));
    }

    @Override
    protected Registry registry() {
      return Registry.of(
          new FixturePlugin(
              List.of(EngineFixture.sound()), List.of(Factory.of("defective", layer))));
    }
  }

  static class GradientIsCutOff extends OfLayer {
    GradientIsCutOff() {
      super((scope, x) -> scope.ops().mul(x, scope.ops().stopGradient(scope.ops().tanh(x))));
    }
  }

  /** Rounds, and passes the gradient straight through. */
  static class StopIsDeliberate extends LayerContract {

    private static Value rounded(LayerScope scope, Value x) {
      Ops ops = scope.ops();
      return ops.add(x, ops.stopGradient(ops.sub(ops.round(x), x)));
    }

    @Override
    protected List<LayerSubject> subjects() {
      return List.of(
          LayerSubject.of(StopIsDeliberate::rounded, 5).onInputs(-3, 3).holdingStopGradients());
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }
  }

  /** y = x · factor + offset, whose factory forgets the offset. */
  record Forgetful(double factor, double offset) implements Layer {

    static final Factory<Forgetful> FACTORY =
        Factory.of(
            "forgetful",
            Forgetful.class,
            settings -> new Forgetful(settings.number("factor"), 0),
            (value, description) -> description.put("factor", value.factor));

    @Override
    public Value apply(LayerScope scope, Value x) {
      return scope.ops().add(scope.ops().mul(x, factor), offset);
    }
  }

  static class SettingIsLost extends LayerContract {
    @Override
    protected List<LayerSubject> subjects() {
      return List.of(LayerSubject.of(new Forgetful(2, 3), 5));
    }

    @Override
    protected Registry registry() {
      return Registry.of(new FixturePlugin(List.of(), List.of(Forgetful.FACTORY)));
    }
  }

  static class FactoryIsMissing extends LayerContract {
    @Override
    protected List<LayerSubject> subjects() {
      return List.of(LayerSubject.of(new Forgetful(2, 3), 5));
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }
  }

  static class NoiseInInference extends OfLayer {
    NoiseInInference() {
      super((scope, x) -> scope.ops().add(x, scope.key("noise").symmetric(x.shape())));
    }
  }

  static class SamplesMix extends OfLayer {
    SamplesMix() {
      super((scope, x) -> scope.ops().sub(x, scope.ops().mean(x, 0)));
    }
  }

  static class RandomnessFromElsewhere extends OfLayer {
    private static final AtomicInteger STATE = new AtomicInteger();

    RandomnessFromElsewhere() {
      super((scope, x) -> scope.ops().add(x, STATE.incrementAndGet()));
    }
  }

  static class KeyIsNotUsed extends OfLayer {
    KeyIsNotUsed() {
      super(
          (scope, x) -> {
            if (scope.mode() == Mode.TRAIN) {
              scope.key("noise");
            }
            return x;
          });
    }
  }

  static class VariablesDependOnMode extends OfLayer {
    VariablesDependOnMode() {
      super(
          (scope, x) ->
              scope.mode() == Mode.TRAIN
                  ? scope.ops().mul(x, scope.variable("s", Role.WEIGHT, (_, _) -> new float[1]))
                  : x);
    }
  }

  static class InitialValueIsNan extends OfLayer {
    InitialValueIsNan() {
      super(
          (scope, x) ->
              scope
                  .ops()
                  .mul(x, scope.variable("s", Role.WEIGHT, (_, _) -> new float[] {Float.NaN})));
    }
  }

  /** Says that it follows streams, and takes the mean over time. */
  static class StepsSeeLaterOnes extends LayerContract {
    @Override
    protected List<LayerSubject> subjects() {
      StreamingLayer layer =
          (scope, x) -> scope.ops().sub(x, scope.ops().expand(scope.ops().mean(x, 1), 1));
      return List.of(LayerSubject.of(layer, 4, 3));
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }
  }

  static class BatchAxisIsLost extends OfLayer {
    BatchAxisIsLost() {
      super((scope, x) -> scope.ops().mean(x, 0));
    }
  }

  /** The contract of a layer of two inputs. */
  abstract static class OfMerge extends LayerContract {

    private final MergeLayer layer;

    OfMerge(MergeLayer layer) {
      this.layer = layer;
    }

    @Override
    protected List<LayerSubject> subjects() {
      return List.of(LayerSubject.merging(layer, Shape.of(4, 3), Shape.of(4, 3)));
    }

    @Override
    protected Registry registry() {
      return Registry.of(new FixturePlugin(List.of(), List.of(Factory.of("defective", layer))));
    }
  }

  static class InputIsIgnored extends OfMerge {
    InputIsIgnored() {
      super((scope, inputs) -> scope.ops().tanh(inputs.getFirst()));
    }
  }

  static class GradientMissesAnInput extends OfMerge {
    GradientMissesAnInput() {
      super(
          (scope, inputs) ->
              scope.ops().add(inputs.getFirst(), scope.ops().stopGradient(inputs.getLast())));
    }
  }

  /** Adds the mean of the second input over time to every step of the first. */
  record MeanOverTime() implements MergeLayer, StreamingLayer {
    @Override
    public Value apply(LayerScope scope, List<Value> inputs) {
      Ops ops = scope.ops();
      return ops.add(inputs.getFirst(), ops.expand(ops.mean(inputs.getLast(), 1), 1));
    }
  }

  static class StepsOfInputsMix extends OfMerge {
    StepsOfInputsMix() {
      super(new MeanOverTime());
    }
  }

  static class EngineDisagrees extends LayerContract {
    @Override
    protected List<LayerSubject> subjects() {
      return List.of(LayerSubject.of(new Affine(3, 0), 5));
    }

    @Override
    protected Registry registry() {
      EngineFixture engine =
          EngineFixture.compiling(
              Rewriting.with(
                  (ops, op, in) -> {
                    List<Value> results = ops.emitAll(op, in);
                    return op instanceof Elementwise.Tanh
                        ? List.of(ops.mul(results.getFirst(), 1.0001))
                        : results;
                  }));
      return Registry.of(new FixturePlugin(List.of(engine), List.of()));
    }
  }

  static class EngineIsMissing extends LayerContract {
    @Override
    protected List<LayerSubject> subjects() {
      return List.of(LayerSubject.of(new Affine(3, 0), 5));
    }

    @Override
    protected Registry registry() {
      return FixturePlugin.registry();
    }

    @Override
    protected Set<String> requiredEngines() {
      return Set.of("sound", "tensorflow");
    }
  }

  static class EngineDoesNotRun extends LayerContract {
    @Override
    protected List<LayerSubject> subjects() {
      return List.of(LayerSubject.of(new Affine(3, 0), 5));
    }

    @Override
    protected Registry registry() {
      EngineFactory engine =
          new EngineFactory() {
            @Override
            public String name() {
              return "elsewhere";
            }

            @Override
            public Engine create(EngineOptions options) {
              throw new EngineException("engine elsewhere: no such processor");
            }
          };
      return Registry.of(new FixturePlugin(List.of(engine), List.of()));
    }

    @Override
    protected Set<String> requiredEngines() {
      return Set.of("elsewhere");
    }
  }
}
