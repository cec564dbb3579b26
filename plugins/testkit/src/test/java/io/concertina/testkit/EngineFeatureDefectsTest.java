package io.concertina.testkit;

import static io.concertina.engine.EngineFeature.CONCURRENT_RUNS;
import static io.concertina.engine.EngineFeature.DETERMINISTIC;
import static io.concertina.engine.EngineFeature.DETERMINISTIC_ACROSS_THREADS;
import static io.concertina.engine.EngineFeature.TRAINING;
import static io.concertina.engine.EngineFeature.WINDOWS;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.EngineException;
import io.concertina.engine.Capabilities;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineFeature;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.ir.Tensor;
import io.concertina.testkit.fixture.ChangedProgram;
import io.concertina.testkit.fixture.EngineFixture;
import io.concertina.testkit.fixture.Verdict;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Engines that declare what they cannot do, that hide what they can do, and that say the truth: the
 * contract must tell them apart, feature by feature.
 */
class EngineFeatureDefectsTest {

  private static final String PROMISES = "keepsItsPromises";
  private static final Set<EngineFeature> ALL = EnumSet.allOf(EngineFeature.class);

  /** An engine that says something wrong of itself, and about which features. */
  record Lie(Class<? extends EngineContract> engine, Set<EngineFeature> about) {

    Lie(Class<? extends EngineContract> engine, EngineFeature... about) {
      this(engine, Set.of(about));
    }

    @Override
    public String toString() {
      return engine.getSimpleName();
    }
  }

  static List<Lie> lies() {
    return List.of(
        new Lie(ClaimsTraining.class, TRAINING),
        new Lie(HidesTraining.class, TRAINING),
        new Lie(ClaimsWindows.class, WINDOWS, DETERMINISTIC, DETERMINISTIC_ACROSS_THREADS),
        new Lie(HidesWindows.class, WINDOWS),
        new Lie(ClaimsSameBits.class, DETERMINISTIC, DETERMINISTIC_ACROSS_THREADS),
        new Lie(HidesSameBits.class, DETERMINISTIC, DETERMINISTIC_ACROSS_THREADS),
        new Lie(ClaimsSameBitsAcrossThreads.class, DETERMINISTIC_ACROSS_THREADS),
        new Lie(HidesSameBitsAcrossThreads.class, DETERMINISTIC_ACROSS_THREADS),
        new Lie(ClaimsConcurrentRuns.class, CONCURRENT_RUNS),
        new Lie(HidesConcurrentRuns.class, CONCURRENT_RUNS),
        new Lie(MixesRunsInsteadOfRefusing.class, CONCURRENT_RUNS));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void aFalseDeclarationIsNoticed(Lie lie) {
    Verdict verdict = Verdict.of(lie.engine(), PROMISES);
    assertThat(verdict.failures())
        .hasSameSizeAs(lie.about())
        .allSatisfy(
            failure ->
                assertThat(lie.about()).anyMatch(about -> failure.startsWith(about + " is")));
    assertThat(verdict.passed()).isEqualTo(ALL.size() - lie.about().size());
  }

  static List<Class<? extends EngineContract>> modest() {
    return List.of(
        LacksTraining.class,
        LacksWindows.class,
        LacksSameBits.class,
        LacksSameBitsAcrossThreads.class,
        LacksConcurrentRuns.class);
  }

  @ParameterizedTest
  @MethodSource("modest")
  void anEngineThatDeclaresNoMoreThanItHasPasses(Class<? extends EngineContract> engine) {
    Verdict verdict = Verdict.of(engine, PROMISES);
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.passed()).isEqualTo(ALL.size());
  }

  @Test
  void everyCaseThatNeedsMoreThanAnEngineHasMustBeRefusedAndAllOthersMustRun() {
    for (String part : List.of("runsRandomProgramsLikeTheReference", "keepsResidents")) {
      refusesAndRuns(LacksTraining.class, part);
    }
    refusesAndRuns(LacksWindows.class, "slidesWindowsLikeTheReference");
  }

  private static void refusesAndRuns(Class<? extends EngineContract> engine, String part) {
    Verdict verdict = Verdict.of(engine, part);
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.passed()).isPositive();
  }

  @Test
  void aHiddenFeatureIsNamedWithWhatToDo() {
    assertThat(Verdict.of(HidesConcurrentRuns.class, PROMISES).failures())
        .singleElement()
        .asString()
        .contains(
            "defective: no overlapping run was refused, so declare the feature concurrent runs");
  }

  // --- engines -----------------------------------------------------------------------------------

  /** An engine of some features, whose programs are changed. */
  private static EngineFixture engine(
      Set<EngineFeature> features, BiFunction<EngineOptions, Program, Program> runtime) {
    return new EngineFixture("defective", UnaryOperator.identity(), runtime, declaring(features));
  }

  private static UnaryOperator<Capabilities> declaring(Set<EngineFeature> features) {
    return actual -> new Capabilities(features, actual.threads(), actual.details());
  }

  private static EngineFixture unchanged(Set<EngineFeature> features) {
    return engine(features, (_, program) -> program);
  }

  private static Set<EngineFeature> without(EngineFeature... features) {
    Set<EngineFeature> rest = EnumSet.copyOf(ALL);
    rest.removeAll(List.of(features));
    return rest;
  }

  static class LacksTraining extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.lacking(TRAINING);
    }
  }

  static class ClaimsTraining extends EngineContract {
    @Override
    protected EngineFactory factory() {
      EngineFixture lacking = EngineFixture.lacking(TRAINING);
      return new EngineFixture("defective", lacking.compiler(), lacking.runtime(), declaring(ALL));
    }
  }

  static class HidesTraining extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return unchanged(without(TRAINING));
    }
  }

  static class LacksWindows extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.lacking(WINDOWS);
    }
  }

  static class ClaimsWindows extends EngineContract {
    @Override
    protected EngineFactory factory() {
      EngineFixture lacking = EngineFixture.lacking(WINDOWS);
      return new EngineFixture("defective", lacking.compiler(), lacking.runtime(), declaring(ALL));
    }
  }

  static class HidesWindows extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return unchanged(without(WINDOWS));
    }
  }

  /** Every third run ends in other bits. */
  private static BiFunction<EngineOptions, Program, Program> drifting() {
    AtomicInteger runs = new AtomicInteger();
    return (_, program) -> shifted(program, () -> runs.getAndIncrement() % 3 == 0);
  }

  /** Other bits with one thread than with more. */
  private static Program threaded(EngineOptions options, Program program) {
    return shifted(program, () -> options.threads() == 1);
  }

  private interface Condition {
    boolean holds();
  }

  private static Program shifted(Program program, Condition when) {
    return new ChangedProgram(program) {
      @Override
      public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        Map<String, Tensor> outputs = new LinkedHashMap<>(inner.run(inputs));
        if (function().name().equals("sums") && when.holds()) {
          outputs.replaceAll((_, value) -> nextUp(value));
        }
        return outputs;
      }
    };
  }

  private static Tensor nextUp(Tensor value) {
    float[] elements = value.toFloats();
    elements[0] = Math.nextUp(elements[0]);
    return Tensor.of(value.shape(), elements);
  }

  static class LacksSameBits extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return engine(without(DETERMINISTIC, DETERMINISTIC_ACROSS_THREADS), drifting());
    }
  }

  static class ClaimsSameBits extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return engine(ALL, drifting());
    }
  }

  static class HidesSameBits extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return unchanged(without(DETERMINISTIC, DETERMINISTIC_ACROSS_THREADS));
    }
  }

  static class LacksSameBitsAcrossThreads extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return engine(without(DETERMINISTIC_ACROSS_THREADS), EngineFeatureDefectsTest::threaded);
    }
  }

  static class ClaimsSameBitsAcrossThreads extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return engine(ALL, EngineFeatureDefectsTest::threaded);
    }
  }

  static class HidesSameBitsAcrossThreads extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return unchanged(without(DETERMINISTIC_ACROSS_THREADS));
    }
  }

  /** A program runs on the first thread that used it, and refuses others. */
  private static Program confined(Program program) {
    return new ChangedProgram(program) {
      private long owner;

      @Override
      public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        synchronized (this) {
          owner = owner == 0 ? Thread.currentThread().threadId() : owner;
        }
        if (owner != Thread.currentThread().threadId()) {
          throw new EngineException(function().name(), "one thread", "another");
        }
        return inner.run(inputs);
      }
    };
  }

  /** A run on another thread than the last one takes the last one's inputs. */
  private static Program mixing(Program program) {
    return new ChangedProgram(program) {
      private Map<String, Tensor> last = Map.of();
      private long thread = Thread.currentThread().threadId();

      @Override
      public synchronized Map<String, Tensor> run(Map<String, Tensor> inputs) {
        boolean other = thread != Thread.currentThread().threadId() && !last.isEmpty();
        Map<String, Tensor> taken = other ? last : inputs;
        thread = Thread.currentThread().threadId();
        last = inputs;
        return inner.run(taken);
      }
    };
  }

  static class LacksConcurrentRuns extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return engine(without(CONCURRENT_RUNS), (_, program) -> confined(program));
    }
  }

  static class ClaimsConcurrentRuns extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return engine(ALL, (_, program) -> mixing(program));
    }
  }

  static class MixesRunsInsteadOfRefusing extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return engine(without(CONCURRENT_RUNS), (_, program) -> mixing(program));
    }
  }

  static class HidesConcurrentRuns extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return unchanged(without(CONCURRENT_RUNS));
    }
  }
}
