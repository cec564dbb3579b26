package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ConcertinaException;
import io.concertina.EngineException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Function;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.testkit.fixture.ChangedProgram;
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
  private static final String LIFE = "opensAndCloses";

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
        new Defect(ClosedProgramsRun.class, LIFE, "a closed program refuses"),
        new Defect(ClosingBreaksRuns.class, LIFE, "runs that meet a closing engine"),
        new Defect(SettingsVanish.class, LIFE, "a setting that it does not know"));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void isNoticed(Defect defect) {
    Verdict verdict = Verdict.of(defect.engine(), defect.part());
    assertThat(verdict.failures())
        .anySatisfy(failure -> assertThat(failure).startsWith(defect.test()));
    assertThat(verdict.passed()).as("tests that have nothing to do with it").isPositive();
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
            new ChangedProgram(program) {
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
              new ChangedProgram(program) {
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
              new ChangedProgram(program) {
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
              new ChangedProgram(program) {
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
              new ChangedProgram(program) {
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

  static class ClosedProgramsRun extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.running(
          program ->
              new ChangedProgram(program) {
                @Override
                public void close() {}
              });
    }
  }

  /** What a run that meets the end throws is of another kind. */
  static class ClosingBreaksRuns extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.running(
          program ->
              new ChangedProgram(program) {
                @Override
                public Map<String, Tensor> run(Map<String, Tensor> inputs) {
                  try {
                    return inner.run(inputs);
                  } catch (EngineException e) {
                    throw new IllegalStateException("close() has been called", e);
                  }
                }
              });
    }
  }

  /** A factory that opens without looking at the settings. */
  static class SettingsVanish extends EngineContract {
    @Override
    protected EngineFactory factory() {
      EngineFactory sound = EngineFixture.sound();
      return new EngineFactory() {
        @Override
        public String name() {
          return sound.name();
        }

        @Override
        public Engine open(EngineOptions options) {
          return create(options);
        }

        @Override
        public Engine create(EngineOptions options) {
          return sound.create(options);
        }
      };
    }
  }
}
