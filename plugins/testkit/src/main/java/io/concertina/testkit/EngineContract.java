package io.concertina.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.testkit.behaviour.EngineBehaviour;
import io.concertina.testkit.behaviour.ProgramBehaviour;
import io.concertina.testkit.behaviour.ResidentBehaviour;
import io.concertina.testkit.cases.EngineCase;
import io.concertina.testkit.cases.OperationCases;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What every engine must do; extend it in a test and name the engine's factory.
 *
 * <p>Every core operation is run over shapes of rank 0 to 4 whose sizes straddle the lane counts of
 * vector units, on ordinary and on special values, and compared with the float64 reference by the
 * one table {@link io.concertina.testkit.reference.Tolerances}. Random bits must be those of {@link
 * io.concertina.ir.Threefry}. Random programs mix everything. Residents, named sizes, errors,
 * closing and the promises of {@link io.concertina.engine.Capabilities} follow.
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

  private @Nullable Engine opened;

  /** Opens the engines under test. */
  protected abstract EngineFactory factory();

  /** How the engines under test run. */
  protected EngineOptions options() {
    return EngineOptions.defaults();
  }

  @BeforeAll
  final void open() {
    opened = factory().open(options());
  }

  @AfterAll
  final void close() {
    engine().close();
  }

  private Engine engine() {
    if (opened == null) {
      throw new IllegalStateException("the engine under test is not open");
    }
    return opened;
  }

  @TestFactory
  final Stream<DynamicTest> makesSourcesLikeTheReference() {
    return tests(OperationCases.sources());
  }

  @TestFactory
  final Stream<DynamicTest> computesElementwiseLikeTheReference() {
    return tests(OperationCases.elementwise());
  }

  @TestFactory
  final Stream<DynamicTest> computesSpecialValuesLikeTheReference() {
    return tests(OperationCases.specialValues());
  }

  @TestFactory
  final Stream<DynamicTest> reducesLikeTheReference() {
    return tests(OperationCases.reductions());
  }

  @TestFactory
  final Stream<DynamicTest> movesElementsLikeTheReference() {
    return tests(OperationCases.layouts());
  }

  @TestFactory
  final Stream<DynamicTest> contractsLikeTheReference() {
    return tests(OperationCases.contractions());
  }

  @TestFactory
  final Stream<DynamicTest> runsCompositesLikeTheirExpansion() {
    return tests(OperationCases.composites());
  }

  @TestFactory
  final Stream<DynamicTest> runsRandomProgramsLikeTheReference() {
    return tests(OperationCases.randomPrograms(RANDOM_PROGRAMS));
  }

  @TestFactory
  final Stream<DynamicTest> runsPrograms() {
    return new ProgramBehaviour(engine()).tests();
  }

  @TestFactory
  final Stream<DynamicTest> keepsResidents() {
    return new ResidentBehaviour(engine()).tests();
  }

  @TestFactory
  final Stream<DynamicTest> keepsItsPromises() {
    return new EngineBehaviour(factory(), options()).tests();
  }

  private Stream<DynamicTest> tests(Stream<EngineCase> cases) {
    return cases.map(each -> dynamicTest(each.name(), () -> each.check(engine())));
  }
}
