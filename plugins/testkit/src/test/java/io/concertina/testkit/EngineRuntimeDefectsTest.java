package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ConcertinaException;
import io.concertina.EngineException;
import io.concertina.engine.Capabilities;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.testkit.fixture.EngineFixture;
import io.concertina.testkit.fixture.Verdict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Engines that compute right and behave wrong: the contract must notice each, where it is told. */
class EngineRuntimeDefectsTest {

  private static final String PROGRAMS = "runsPrograms";
  private static final String RESIDENTS = "keepsResidents";
  private static final String PROMISES = "keepsItsPromises";

  /** A defective engine, the part of the contract that must notice, and the test that must fail. */
  record Defect(Class<? extends EngineContract> engine, String part, String test) {
    @Override
    public String toString() {
      return engine.getSimpleName();
    }
  }

  static List<Defect> defects() {
    return List.of(
        new Defect(OutputsAreSorted.class, PROGRAMS, "outputs come by name"),
        new Defect(OutputsAreOverwritten.class, PROGRAMS, "outputs belong to the caller"),
        new Defect(ErrorsAreOfAnotherKind.class, PROGRAMS, "an input of the wrong shape"),
        new Defect(UpdatesAreForgotten.class, RESIDENTS, "an update is stored"),
        new Defect(ReadsSeeUpdates.class, RESIDENTS, "a run reads residents from before"),
        new Defect(MissingResidentsAreZero.class, RESIDENTS, "a resident without a value"),
        new Defect(SaysItDoesNotTrain.class, PROMISES, "an engine that trains"),
        new Defect(BitsChange.class, PROMISES, "a deterministic engine repeats"),
        new Defect(ThreadsMixInputs.class, PROMISES, "threads share a program"),
        new Defect(ClosedProgramsRun.class, PROMISES, "a closed program refuses"));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void isNoticed(Defect defect) {
    Verdict verdict = Verdict.of(defect.engine(), defect.part());
    assertThat(verdict.failures())
        .anySatisfy(failure -> assertThat(failure).startsWith(defect.test()));
    assertThat(verdict.passed()).as("tests that have nothing to do with it").isPositive();
  }

  /** A program that behaves like another but for one method. */
  abstract static class Changed implements Program {

    final Program inner;

    Changed(Program inner) {
      this.inner = inner;
    }

    @Override
    public Function function() {
      return inner.function();
    }

    @Override
    public Residents residents() {
      return inner.residents();
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
      return inner.run(inputs);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  static class OutputsAreSorted extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return afterRuns(TreeMap::new);
    }
  }

  private static EngineFactory afterRuns(UnaryOperator<Map<String, Tensor>> change) {
    return EngineFixture.running(
        program ->
            new Changed(program) {
              @Override
              public Map<String, Tensor> run(Map<String, Tensor> inputs) {
                return change.apply(inner.run(inputs));
              }
            });
  }

  /** Saves the allocation of outputs from the second run on. */
  static class OutputsAreOverwritten extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.running(
          program ->
              new Changed(program) {
                private final Map<String, float[]> buffers = new HashMap<>();

                @Override
                public Map<String, Tensor> run(Map<String, Tensor> inputs) {
                  Map<String, Tensor> outputs = new LinkedHashMap<>(inner.run(inputs));
                  outputs.replaceAll(
                      (name, value) -> {
                        float[] buffer =
                            buffers.computeIfAbsent(name, _ -> new float[value.size()]);
                        value.copyTo(0, buffer, 0, buffer.length);
                        return Tensor.view(value.shape(), buffer);
                      });
                  return outputs;
                }
              });
    }
  }

  static class ErrorsAreOfAnotherKind extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.running(
          program ->
              new Changed(program) {
                @Override
                public Map<String, Tensor> run(Map<String, Tensor> inputs) {
                  try {
                    return inner.run(inputs);
                  } catch (ConcertinaException e) {
                    throw new EngineException("the run failed", e);
                  }
                }
              });
    }
  }

  static class UpdatesAreForgotten extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.compiling(
          function ->
              new Function(function.name(), function.parameters(), function.outputs(), Map.of()));
    }
  }

  static class ReadsSeeUpdates extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.running(
          program ->
              new Changed(program) {
                @Override
                public Map<String, Tensor> run(Map<String, Tensor> inputs) {
                  Map<String, Tensor> outputs = new LinkedHashMap<>(inner.run(inputs));
                  outputs.replaceAll(
                      (name, value) ->
                          function().outputs().get(name).op() instanceof Source.Parameter parameter
                                  && parameter.kind() == Source.Kind.RESIDENT
                              ? residents().get(parameter.name())
                              : value);
                  return outputs;
                }
              });
    }
  }

  static class MissingResidentsAreZero extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.running(
          program ->
              new Changed(program) {
                @Override
                public Map<String, Tensor> run(Map<String, Tensor> inputs) {
                  for (Value value : function().parameters(Source.Kind.RESIDENT)) {
                    String name = Function.parameter(value).name();
                    if (!residents().names().contains(name)) {
                      residents().put(name, Tensor.full(value.shape(), 0));
                    }
                  }
                  return inner.run(inputs);
                }
              });
    }
  }

  // --- promises --------------------------------------------------------------------------------

  static class SaysItDoesNotTrain extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.promising(
          promises ->
              new Capabilities(
                  false,
                  promises.deterministic(),
                  promises.deterministicAcrossThreads(),
                  promises.concurrentRuns(),
                  promises.threads(),
                  promises.details()));
    }
  }

  static class BitsChange extends EngineContract {
    private int runs;

    @Override
    protected EngineFactory factory() {
      return afterRuns(
          outputs -> {
            Map<String, Tensor> changed = new LinkedHashMap<>(outputs);
            changed.replaceAll((name, value) -> runs++ % 3 == 0 ? nextUp(value) : value);
            return changed;
          });
    }

    private static Tensor nextUp(Tensor value) {
      float[] elements = value.toFloats();
      elements[0] = Math.nextUp(elements[0]);
      return Tensor.of(value.shape(), elements);
    }
  }

  /** A run on another thread than the last one takes the last one's inputs. */
  static class ThreadsMixInputs extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.running(
          program ->
              new Changed(program) {
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
              });
    }
  }

  static class ClosedProgramsRun extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.running(
          program ->
              new Changed(program) {
                @Override
                public void close() {}
              });
    }
  }
}
