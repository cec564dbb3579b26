package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineFeature;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.optimizer.Optimizer;
import io.concertina.testkit.reference.Expectation;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceResults;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every optimiser must do; extend it in a test and name optimisers.
 *
 * <p>For each, on a small quadratic over weights of several shapes: every engine on the class path
 * takes the steps of the float64 reference; the steps lead downhill at the optimiser's own rate; a
 * gradient of 0 and a rate of 0 leave a fresh weight alone (weight decay may shrink it in the first
 * case); the settings survive a round trip through a configuration.
 *
 * <pre>{@code
 * class LionTest extends OptimizerContract {
 *   @Override
 *   protected List<Optimizer> subjects() {
 *     return List.of(new Lion(1e-3), new Lion(1e-2));
 *   }
 * }
 * }</pre>
 */
public abstract class OptimizerContract extends ContractOnEngines {

  private static final int STEPS = 6;
  private static final int LONG = 200;

  private final ReferenceInterpreter interpreter = new ReferenceInterpreter();

  /** The optimisers to check; several settings of one optimiser are several subjects. */
  protected abstract List<? extends Optimizer> subjects();

  @TestFactory
  final Stream<DynamicTest> takesTheSameStepsOnEveryEngine() {
    return subjects().stream()
        .flatMap(
            optimizer ->
                engines().all().stream()
                    .map(
                        engine ->
                            dynamicTest(
                                optimizer + " on " + engine.label(),
                                () -> checkSteps(optimizer, engines().open(engine)))));
  }

  @TestFactory
  final Stream<DynamicTest> goesDownhill() {
    return each(this::checkDescent);
  }

  @TestFactory
  final Stream<DynamicTest> takesZeroGradientsWithoutHarm() {
    return each(this::checkZeroGradient);
  }

  @TestFactory
  final Stream<DynamicTest> standsStillAtRateZero() {
    return each(this::checkZeroRate);
  }

  @TestFactory
  final Stream<DynamicTest> keepsTypesOfWeightsAndSlots() {
    return each(this::checkTypes);
  }

  @TestFactory
  final Stream<DynamicTest> survivesItsConfiguration() {
    return each(this::checkConfiguration);
  }

  private Stream<DynamicTest> each(Consumer<Optimizer> check) {
    return subjects().stream()
        .map(optimizer -> dynamicTest(optimizer.toString(), () -> check.accept(optimizer)));
  }

  /** Each step starts from what the engine gave for the step before, so that errors cannot add. */
  private static void checkSteps(Optimizer optimizer, Engine engine) {
    OptimizerEmission emission = new OptimizerEmission(optimizer);
    Function step = emission.step();
    assumeTrue(
        engine.capabilities().features().containsAll(EngineFeature.neededBy(step)),
        () -> "engine " + engine.name() + " does not train");
    Map<String, Tensor> arguments = emission.start(1, optimizer.rate());
    try (Residents residents = engine.residents();
        Program program = engine.compile(step, residents)) {
      for (int t = 1; t <= STEPS; t++) {
        for (String name : names(step, Source.Kind.RESIDENT)) {
          residents.put(name, argument(arguments, name));
        }
        arguments.put(OptimizerEmission.T, Tensor.scalar((float) t));
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String name : names(step, Source.Kind.INPUT)) {
          inputs.put(name, argument(arguments, name));
        }
        Expectation.Results expected = Expectation.of(step, arguments);
        expected.check(program.run(inputs));
        expected.check(residents);
        for (String name : names(step, Source.Kind.RESIDENT)) {
          arguments.put(name, residents.get(name));
        }
      }
    }
  }

  private void checkDescent(Optimizer optimizer) {
    OptimizerEmission emission = new OptimizerEmission(optimizer);
    Map<String, ReferenceTensor> state = reference(emission.start(1, optimizer.rate()));
    double first = 0;
    double last = 0;
    for (int t = 1; t <= LONG; t++) {
      state.put(OptimizerEmission.T, ReferenceTensor.scalar(t));
      ReferenceResults results = interpreter.run(emission.step(), state);
      last = results.outputs().values().iterator().next().doubleAt(0);
      first = t == 1 ? last : first;
      state.putAll(results.updates());
    }
    assertThat(last).as("loss after %d steps at rate %s", LONG, optimizer.rate()).isLessThan(first);
  }

  private void checkZeroGradient(Optimizer optimizer) {
    OptimizerEmission emission = new OptimizerEmission(optimizer);
    Map<String, ReferenceTensor> before = reference(emission.start(0, optimizer.rate()));
    Map<String, ReferenceTensor> after = interpreter.run(emission.step(), before).updates();
    after.forEach(
        (name, value) -> {
          for (int i = 0; i < value.size(); i++) {
            assertThat(value.doubleAt(i)).as("element %d of %s", i, name).isFinite();
          }
        });
    for (String name : OptimizerEmission.names()) {
      ReferenceTensor old = value(before, name);
      ReferenceTensor next = value(after, name);
      for (int i = 0; i < old.size(); i++) {
        assertThat(next.doubleAt(i) / old.doubleAt(i))
            .as("element %d of %s after a gradient of 0, as a share of before", i, name)
            .isBetween(0.0, 1.0);
      }
    }
  }

  private void checkZeroRate(Optimizer optimizer) {
    OptimizerEmission emission = new OptimizerEmission(optimizer);
    Map<String, ReferenceTensor> before = reference(emission.start(1, 0));
    Map<String, ReferenceTensor> after = interpreter.run(emission.step(), before).updates();
    for (String name : OptimizerEmission.names()) {
      ReferenceTensor old = value(before, name);
      ReferenceTensor next = value(after, name);
      for (int i = 0; i < old.size(); i++) {
        assertThat(next.doubleAt(i))
            .as("element %d of %s after a step at rate 0", i, name)
            .isCloseTo(old.doubleAt(i), within(1e-15));
      }
    }
  }

  private void checkTypes(Optimizer optimizer) {
    assertThat(optimizer.rate()).as("rate").isPositive().isFinite();
    assertThat(optimizer.slots()).as("slots").doesNotHaveDuplicates();
    for (String slot : optimizer.slots()) {
      assertThat(optimizer.initial(slot)).as("initial value of slot %s", slot).isFinite();
    }
    Function step = new OptimizerEmission(optimizer).step();
    assertThat(step.updates().keySet())
        .as("what a step updates: every weight and every slot")
        .containsExactlyInAnyOrderElementsOf(names(step, Source.Kind.RESIDENT));
  }

  private void checkConfiguration(Optimizer optimizer) {
    Configurations<Optimizer> configurations = new Configurations<>(registry(), Optimizer.class);
    String text = new OptimizerEmission(optimizer).step().toString();
    for (Optimizer copy :
        List.of(configurations.roundTrip(optimizer), configurations.roundTripAsText(optimizer))) {
      assertThat(copy.rate()).as("rate").isEqualTo(optimizer.rate());
      assertThat(new OptimizerEmission(copy).step().toString())
          .as("what the optimiser emits after a round trip through a configuration")
          .isEqualTo(text);
    }
    configurations.rejectsUnknownKeys(optimizer);
  }

  private static List<String> names(Function function, Source.Kind kind) {
    return function.parameters(kind).stream()
        .map((Value value) -> Function.parameter(value).name())
        .toList();
  }

  private static Tensor argument(Map<String, Tensor> arguments, String name) {
    return Objects.requireNonNull(arguments.get(name), name);
  }

  private static ReferenceTensor value(Map<String, ReferenceTensor> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private static Map<String, ReferenceTensor> reference(Map<String, Tensor> arguments) {
    Map<String, ReferenceTensor> converted = new LinkedHashMap<>();
    arguments.forEach((name, value) -> converted.put(name, ReferenceTensor.of(value)));
    return converted;
  }
}
