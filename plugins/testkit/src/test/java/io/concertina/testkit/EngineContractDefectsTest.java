package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ConcertinaException;
import io.concertina.EngineException;
import io.concertina.engine.Capabilities;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Contraction;
import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Op;
import io.concertina.ir.Reduction;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.testkit.fixture.EngineFixture;
import io.concertina.testkit.fixture.Rewriting;
import io.concertina.testkit.fixture.Verdict;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine contract must notice each of these defects, in the test that is about it. */
class EngineContractDefectsTest {

  /** A defective engine, the part of the contract that must notice, and the test that must fail. */
  record Defect(Class<? extends EngineContract> engine, String part, String test) {
    @Override
    public String toString() {
      return engine.getSimpleName();
    }
  }

  static List<Defect> defects() {
    return List.of(
        new Defect(TanhIsOffByTwoInAHundredThousand.class, "computesElementwise", "tanh of f32"),
        new Defect(ErfIsItsUsualApproximation.class, "computesElementwise", "erf of f32"),
        new Defect(IntegersAreAddedAsFloats.class, "computesElementwise", "add of i32"),
        new Defect(MaxForgetsNan.class, "computesSpecialValues", "max of special values"),
        new Defect(TiesRoundUp.class, "computesSpecialValues", "round of special values"),
        new Defect(LargestPositionIsTheLast.class, "reduces", "arg_max of ties"),
        new Defect(RunningSumNeverReverses.class, "reduces", "reverse cum_sum"),
        new Defect(SumIsOffByAHundredThousandth.class, "reduces", "sum of f32"),
        new Defect(SquareMatricesAreNotTransposed.class, "contracts", "mat_mul NT"),
        new Defect(RandomStreamsAreIgnored.class, "makesSources", "random_bits of key 1"),
        new Defect(SizesAreThoseOfTheFirstRun.class, "runsPrograms", "a named size may differ"),
        new Defect(OutputsAreSorted.class, "runsPrograms", "outputs come by name"),
        new Defect(OutputsAreOverwritten.class, "runsPrograms", "outputs belong to the caller"),
        new Defect(ErrorsAreOfAnotherKind.class, "runsPrograms", "an input of the wrong shape"),
        new Defect(UpdatesAreForgotten.class, "keepsResidents", "an update is stored"),
        new Defect(ReadsSeeUpdates.class, "keepsResidents", "a run reads residents from before"),
        new Defect(MissingResidentsAreZero.class, "keepsResidents", "a resident without a value"),
        new Defect(SaysItDoesNotTrain.class, "keepsItsPromises", "an engine that trains"),
        new Defect(BitsChange.class, "keepsItsPromises", "a deterministic engine repeats"),
        new Defect(ThreadsMixInputs.class, "keepsItsPromises", "threads share a program"),
        new Defect(ClosedProgramsRun.class, "keepsItsPromises", "a closed program refuses"));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void isNoticed(Defect defect) {
    String method =
        List.of(EngineContract.class.getDeclaredMethods()).stream()
            .map(Method::getName)
            .filter(name -> name.startsWith(defect.part()))
            .findFirst()
            .orElseThrow();
    Verdict verdict = Verdict.of(defect.engine(), method);
    assertThat(verdict.failures())
        .anySatisfy(failure -> assertThat(failure).startsWith(defect.test()));
    assertThat(verdict.passed()).as("tests that have nothing to do with it").isPositive();
  }

  @Test
  void randomProgramsNoticeADefectOfOneOperation() {
    Verdict verdict =
        Verdict.of(SumIsOffByAHundredThousandth.class, "runsRandomProgramsLikeTheReference");
    assertThat(verdict.failures()).hasSizeGreaterThan(10);
  }

  @Test
  void aFailureShowsTheFunctionAndTheElements() {
    Verdict verdict = Verdict.of(TiesRoundUp.class, "computesSpecialValuesLikeTheReference");
    assertThat(verdict.failures())
        .singleElement()
        .asString()
        .contains("round of special values", "expected 0.0", "got 1.0", "= round(%x0)");
  }

  // --- kernels ---------------------------------------------------------------------------------

  static class TanhIsOffByTwoInAHundredThousand extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return replacing(
          Elementwise.Tanh.class,
          (ops, op, in) -> List.of(ops.mul(ops.emitAll(op, in).getFirst(), 1.00002)));
    }
  }

  /** Good to 10⁻³, as erf x ≈ tanh(1.1283 x + 0.1009 x³) is. */
  static class ErfIsItsUsualApproximation extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return replacing(
          Elementwise.Erf.class,
          (ops, op, in) -> {
            Value x = in.getFirst();
            Value cube = ops.mul(ops.mul(x, x), x);
            return List.of(ops.tanh(ops.add(ops.mul(x, 1.1283), ops.mul(cube, 0.1009))));
          });
    }
  }

  static class IntegersAreAddedAsFloats extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return replacing(
          Elementwise.Add.class,
          (ops, op, in) -> {
            List<Value> floats = in.stream().map(value -> ops.cast(value, DType.F32)).toList();
            return List.of(ops.cast(ops.emitAll(op, floats).getFirst(), in.getFirst().dtype()));
          });
    }
  }

  static class MaxForgetsNan extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return replacing(
          Elementwise.Max.class,
          (ops, op, in) -> List.of(ops.select(ops.lt(in.get(0), in.get(1)), in.get(1), in.get(0))));
    }
  }

  static class TiesRoundUp extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return replacing(
          Elementwise.Round.class,
          (ops, op, in) -> List.of(ops.floor(ops.add(in.getFirst(), 0.5))));
    }
  }

  static class LargestPositionIsTheLast extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return replacing(
          Reduction.ArgMax.class,
          (ops, op, in) -> {
            Value x = in.getFirst();
            int axis = ((Reduction.ArgMax) op).axis();
            Value fromEnd = ops.argMax(ops.reverse(x, axis), axis);
            return List.of(ops.add(ops.neg(fromEnd), x.shape().dim(axis).size() - 1));
          });
    }
  }

  static class RunningSumNeverReverses extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.compiling(
          Rewriting.of(
              op ->
                  op instanceof Reduction.CumSum sum
                      ? new Reduction.CumSum(sum.axis(), false)
                      : op));
    }
  }

  static class SumIsOffByAHundredThousandth extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return replacing(
          Reduction.Sum.class,
          (ops, op, in) -> {
            Value sum = ops.emitAll(op, in).getFirst();
            return List.of(sum.dtype() == DType.F32 ? ops.mul(sum, 1.00001) : sum);
          });
    }
  }

  static class SquareMatricesAreNotTransposed extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return replacing(
          Contraction.MatMul.class,
          (ops, op, in) -> {
            boolean square = in.get(1).shape().dim(-1).equals(in.get(1).shape().dim(-2));
            boolean left = ((Contraction.MatMul) op).transposeLeft();
            return ops.emitAll(square ? new Contraction.MatMul(left, false) : op, in);
          });
    }
  }

  static class RandomStreamsAreIgnored extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.compiling(
          Rewriting.of(
              op ->
                  op instanceof Source.RandomBits bits
                      ? new Source.RandomBits(0, bits.shape())
                      : op));
    }
  }

  static class SizesAreThoseOfTheFirstRun extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return replacing(Source.DimSize.class, (ops, op, in) -> List.of(ops.constant(3)));
    }
  }

  private static EngineFactory replacing(Class<? extends Op> kind, Rewriting.Rule rule) {
    return EngineFixture.compiling(
        Rewriting.with(
            (ops, op, operands) ->
                kind.isInstance(op) ? rule.apply(ops, op, operands) : ops.emitAll(op, operands)));
  }

  // --- programs --------------------------------------------------------------------------------

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
