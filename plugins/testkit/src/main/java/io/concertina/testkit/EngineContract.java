package io.concertina.testkit;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.testkit.behaviour.EngineBehaviour;
import io.concertina.testkit.behaviour.FeatureBehaviour;
import io.concertina.testkit.behaviour.ProgramBehaviour;
import io.concertina.testkit.behaviour.ResidentBehaviour;
import io.concertina.testkit.cases.EngineCase;
import io.concertina.testkit.cases.OperationCases;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What every engine must do; extend it in a test and name the engine's factory. All of it is run in
 * every {@linkplain EngineFactory#variants() variant} of the engine.
 *
 * <p>Every core operation is run over shapes of rank 0 to 4 whose sizes straddle the lane counts of
 * vector units, on ordinary and on special values, and compared with the float64 reference by the
 * one table {@link io.concertina.testkit.reference.Tolerances}; loops run in both directions, with
 * their gradients. Random bits must be those of {@link io.concertina.ir.Threefry}. Random programs
 * mix everything. Residents, named sizes, errors, closing and settings follow; every {@link
 * io.concertina.engine.EngineFeature} is proved both ways.
 *
 * <pre>{@code
 * class MyEngineTest extends EngineContract {
 *   @Override
 *   protected EngineFactory factory() {
 *     return new MyEngineFactory();
 *   }
 * }
 * }</pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EngineContract {

  private static final int RANDOM_PROGRAMS = 100;

  private final Map<EngineUnderTest, Engine> engines = new LinkedHashMap<>();

  /** Opens the engines under test. */
  protected abstract EngineFactory factory();

  /** How the engines under test run, but for the settings of their variants. */
  protected EngineOptions options() {
    return EngineOptions.defaults();
  }

  @BeforeAll
  final void open() {
    for (EngineUnderTest each : EngineUnderTest.of(factory(), options())) {
      engines.put(each, each.factory().open(each.options()));
    }
    if (engines.isEmpty()) {
      throw new AssertionError(factory().name() + ": expected at least one variant, got none");
    }
  }

  @AfterAll
  final void close() {
    engines.values().forEach(Engine::close);
  }

  @TestFactory
  final Stream<DynamicContainer> makesSourcesLikeTheReference() {
    return tests(OperationCases.sources());
  }

  @TestFactory
  final Stream<DynamicContainer> computesElementwiseLikeTheReference() {
    return tests(OperationCases.elementwise());
  }

  @TestFactory
  final Stream<DynamicContainer> computesSpecialValuesLikeTheReference() {
    return tests(OperationCases.specialValues());
  }

  @TestFactory
  final Stream<DynamicContainer> reducesLikeTheReference() {
    return tests(OperationCases.reductions());
  }

  @TestFactory
  final Stream<DynamicContainer> movesElementsLikeTheReference() {
    return tests(OperationCases.layouts());
  }

  @TestFactory
  final Stream<DynamicContainer> contractsLikeTheReference() {
    return tests(OperationCases.contractions());
  }

  @TestFactory
  final Stream<DynamicContainer> slidesWindowsLikeTheReference() {
    return tests(OperationCases.windows());
  }

  @TestFactory
  final Stream<DynamicContainer> runsLoopsLikeTheReference() {
    return tests(OperationCases.loops());
  }

  @TestFactory
  final Stream<DynamicContainer> runsCompositesLikeTheirExpansion() {
    return tests(OperationCases.composites());
  }

  @TestFactory
  final Stream<DynamicContainer> runsRandomProgramsLikeTheReference() {
    return tests(OperationCases.randomPrograms(RANDOM_PROGRAMS));
  }

  @TestFactory
  final Stream<DynamicContainer> runsPrograms() {
    return inEachVariant((_, engine) -> new ProgramBehaviour(engine).tests());
  }

  @TestFactory
  final Stream<DynamicContainer> keepsResidents() {
    return inEachVariant((_, engine) -> new ResidentBehaviour(engine).tests());
  }

  @TestFactory
  final Stream<DynamicContainer> opensAndCloses() {
    return inEachVariant((each, _) -> new EngineBehaviour(each.factory(), each.options()).tests());
  }

  @TestFactory
  final Stream<DynamicContainer> keepsItsPromises() {
    return inEachVariant((each, _) -> new FeatureBehaviour(each.factory(), each.options()).tests());
  }

  /** The variants share the cases, and so what the reference says of each. */
  private Stream<DynamicContainer> tests(Stream<EngineCase> cases) {
    List<EngineCase> shared = cases.toList();
    return inEachVariant(
        (_, engine) ->
            shared.stream().map(each -> dynamicTest(each.name(), () -> each.check(engine))));
  }

  private Stream<DynamicContainer> inEachVariant(
      BiFunction<EngineUnderTest, Engine, Stream<DynamicTest>> tests) {
    return engines.entrySet().stream()
        .map(
            each ->
                dynamicContainer(
                    each.getKey().label(), tests.apply(each.getKey(), each.getValue())));
  }
}
