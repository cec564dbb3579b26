package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.EngineFactory;
import io.concertina.ir.Contraction;
import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Op;
import io.concertina.ir.Ops;
import io.concertina.ir.Reduction;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import io.concertina.testkit.fixture.EngineFixture;
import io.concertina.testkit.fixture.Rewriting;
import io.concertina.testkit.fixture.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An engine whose kernels are wrong in a dozen ways, subtle ones among them: the contract must fail
 * the tests that are about them, and no other.
 */
class EngineKernelDefectsTest {

  private static void fails(String method, String... tests) {
    Verdict verdict = Verdict.of(Defective.class, method);
    assertThat(verdict.failures().stream().map(failure -> failure.split(": ")[0]))
        .containsExactlyInAnyOrder(tests);
    assertThat(verdict.passed()).isPositive();
  }

  @Test
  void wrongFunctionsAreFound() {
    fails(
        "computesElementwiseLikeTheReference",
        "tanh of f32",
        "erf of f32",
        "add of i32",
        "select of bool");
  }

  @Test
  void wrongSpecialValuesAreFound() {
    fails(
        "computesSpecialValuesLikeTheReference",
        "tanh of special values",
        "erf of special values",
        "max of special values",
        "round of special values");
  }

  @Test
  void wrongReductionsAreFound() {
    fails("reducesLikeTheReference", "sum of f32", "arg_max of ties", "reverse cum_sum");
  }

  @Test
  void wrongProductsAreFound() {
    fails("contractsLikeTheReference", "mat_mul NT", "mat_mul TT");
  }

  @Test
  void wrongWindowsAreFound() {
    fails(
        "slidesWindowsLikeTheReference",
        "conv_kernel_gradient",
        "convolutions of many channels",
        "max_pool_gradient",
        "avg_pool",
        "windows on axes of named size");
  }

  @Test
  void wrongRandomBitsAreFound() {
    Verdict verdict = Verdict.of(Defective.class, "makesSourcesLikeTheReference");
    assertThat(verdict.failures())
        .hasSizeGreaterThan(4)
        .allSatisfy(failure -> assertThat(failure).matches("(?s)(random_bits|dim_size).*"));
  }

  @Test
  void compositesShowTheDefectsOfTheirExpansion() {
    Verdict verdict = Verdict.of(Defective.class, "runsCompositesLikeTheirExpansion");
    assertThat(verdict.failures())
        .anySatisfy(failure -> assertThat(failure).startsWith("composites within composites"));
  }

  @Test
  void randomProgramsFindThem() {
    Verdict verdict = Verdict.of(Defective.class, "runsRandomProgramsLikeTheReference");
    assertThat(verdict.failures()).hasSizeGreaterThan(50);
  }

  @Test
  void sizesThatAreNotReadAnewAreFound() {
    Verdict verdict = Verdict.of(Defective.class, "runsPrograms");
    assertThat(verdict.failures())
        .anySatisfy(failure -> assertThat(failure).startsWith("a named size may differ"));
  }

  @Test
  void aFailureShowsTheFunctionAndTheElements() {
    Verdict verdict = Verdict.of(Defective.class, "computesSpecialValuesLikeTheReference");
    assertThat(verdict.failures())
        .filteredOn(failure -> failure.startsWith("round"))
        .singleElement()
        .asString()
        .contains("round of special values", "expected 0.0", "got 1.0", "= round(%x0)");
  }

  static class Defective extends EngineContract {
    @Override
    protected EngineFactory factory() {
      return EngineFixture.compiling(Rewriting.with(EngineKernelDefectsTest::defective));
    }
  }

  private static List<Value> defective(Ops ops, Op op, List<Value> in) {
    List<Value> right = ops.emitAll(op, in);
    return switch (op) {
      case Elementwise.Tanh _ -> List.of(ops.mul(right.getFirst(), 1.00002));
      case Elementwise.Erf _ -> List.of(roughErf(ops, in.getFirst()));
      case Elementwise.Add _ when in.getFirst().dtype() == DType.I32 -> List.of(floatSum(ops, in));
      case Elementwise.Select _ when in.get(1).dtype() == DType.BOOL -> List.of(in.get(2));
      case Elementwise.Max _ -> List.of(larger(ops, in.get(0), in.get(1)));
      case Elementwise.Round _ -> List.of(ops.floor(ops.add(in.getFirst(), 0.5)));
      case Reduction.ArgMax argMax -> List.of(lastLargest(ops, in.getFirst(), argMax.axis()));
      case Reduction.CumSum sum -> List.of(ops.cumSum(in.getFirst(), sum.axis(), false));
      case Reduction.Sum _ when in.getFirst().dtype() == DType.F32 ->
          List.of(ops.mul(right.getFirst(), 1.00001));
      case Contraction.MatMul product when isSquare(in.get(1)) ->
          ops.emitAll(new Contraction.MatMul(product.transposeLeft(), false), in);
      case Windowed.ConvKernelGradient _ -> List.of(ops.mul(right.getFirst(), 1.00002));
      case Windowed.MaxPoolGradient _ ->
          ops.emitAll(op, List.of(rising(ops, in.get(0)), in.get(1)));
      case Windowed.AvgPool pool -> ops.emitAll(new Windowed.AvgPool(pool.window(), true), in);
      case Source.RandomBits bits -> ops.emitAll(new Source.RandomBits(0, bits.shape()), in);
      case Source.DimSize _ -> List.of(ops.constant(3));
      case Op _ -> right;
    };
  }

  /** erf x ≈ tanh(1.1283 x + 0.1009 x³), good to 10⁻³. */
  private static Value roughErf(Ops ops, Value x) {
    Value cube = ops.mul(ops.mul(x, x), x);
    return ops.tanh(ops.add(ops.mul(x, 1.1283), ops.mul(cube, 0.1009)));
  }

  /** Integers added in floating point, which does not wrap. */
  private static Value floatSum(Ops ops, List<Value> in) {
    return ops.cast(
        ops.add(ops.cast(in.get(0), DType.F32), ops.cast(in.get(1), DType.F32)), DType.I32);
  }

  /** Forgets that NaN beats every number. */
  private static Value larger(Ops ops, Value x, Value y) {
    return ops.select(ops.lt(x, y), y, x);
  }

  /** Of equals the last. */
  private static Value lastLargest(Ops ops, Value x, int axis) {
    Value fromEnd = ops.argMax(ops.reverse(x, axis), axis);
    return ops.add(ops.neg(fromEnd), x.shape().dim(axis).size() - 1);
  }

  /** Of equals the last one along the first spatial axis becomes the largest. */
  private static Value rising(Ops ops, Value x) {
    return ops.add(x, ops.mul(ops.iota(x.type(), 1), 1e-6));
  }

  private static boolean isSquare(Value matrix) {
    return matrix.shape().dim(-1).equals(matrix.shape().dim(-2));
  }
}
