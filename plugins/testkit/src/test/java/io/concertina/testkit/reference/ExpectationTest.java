package io.concertina.testkit.reference;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class ExpectationTest {

  private static Expectation of(BiFunction<Ops, Value, Value> emit, float... x) {
    return of(emit, Tensor.of(Shape.of(x.length), x));
  }

  private static Expectation of(BiFunction<Ops, Value, Value> emit, Tensor x) {
    Ops ops = new Ops();
    Value y = emit.apply(ops, ops.input("x", x.type()));
    Function function = ops.function("f", Map.of("y", y));
    return Expectation.of(function, Map.of("x", x)).outputs().get("y");
  }

  private static void admits(Expectation expected, float... actual) {
    assertThatCode(() -> expected.check("y", Tensor.of(expected.type().shape(), actual)))
        .doesNotThrowAnyException();
  }

  private static void rejects(Expectation expected, float... actual) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> expected.check("y", Tensor.of(expected.type().shape(), actual)));
  }

  @Test
  void copiesMustBeExact() {
    Expectation expected = of((ops, x) -> ops.reverse(x, 0), 1, 2);
    admits(expected, 2, 1);
    rejects(expected, Math.nextUp(2f), 1);
  }

  @Test
  void additionsMayRoundEitherWayButNoFurther() {
    Expectation expected = of((ops, x) -> ops.add(x, 1), 1);
    admits(expected, Math.nextUp(2f));
    admits(expected, Math.nextDown(2f));
    rejects(expected, 2 + 4 * Math.ulp(2f));
  }

  @Test
  void functionsMayBeOffByAFewUnitsInTheLastPlace() {
    Expectation expected = of((ops, x) -> ops.exp(x), 0);
    admits(expected, 1 + 6 * Math.ulp(1f));
    rejects(expected, 1 + 12 * Math.ulp(1f));
  }

  @Test
  void sumsAreJudgedByTheSizeOfTheirTerms() {
    Expectation expected = of((ops, x) -> ops.sumAll(x), 1000, 1, -1000);
    admits(expected, 1 + 1e-4f);
    rejects(expected, 1 + 1e-2f);
    rejects(of((ops, x) -> ops.sumAll(x), 1, 1, -1), 1 + 1e-4f);
  }

  @Test
  void aLongRunningSumInThirtyTwoBitsDriftsTooFar() {
    Tensor terms = Tensor.full(Shape.of(100_003), 0.1f);
    float running = 0;
    double exact = 0;
    for (int i = 0; i < terms.size(); i++) {
      running += terms.floatAt(i);
      exact += terms.floatAt(i);
    }
    Expectation expected = of((ops, x) -> ops.sumAll(x), terms);
    admits(expected, (float) exact);
    rejects(expected, running);
  }

  @Test
  void cancellationWidensTheRange() {
    BiFunction<Ops, Value, Value> difference =
        (ops, x) -> ops.sub(ops.exp(x), ops.exp(ops.mul(x, 0.999)));
    admits(of(difference, 1), (float) (Math.exp(1) - Math.exp(0.999)) + 1e-6f);
    rejects(of((ops, x) -> ops.mul(x, 0.0027), 1), 0.0027f + 1e-6f);
  }

  @Test
  void integersMustBeExact() {
    Expectation expected = of((ops, x) -> ops.add(x, 1), Tensor.of(Shape.of(1), 1 << 30));
    assertThatCode(() -> expected.check("y", Tensor.of(Shape.of(1), (1 << 30) + 1)))
        .doesNotThrowAnyException();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> expected.check("y", Tensor.of(Shape.of(1), 1 << 30)));
  }

  @Test
  void nanAndInfinityMustBeMet() {
    Expectation nan = of((ops, x) -> ops.sqrt(x), -1);
    admits(nan, Float.NaN);
    rejects(nan, 0);
    Expectation infinity = of((ops, x) -> ops.exp(x), 1000);
    admits(infinity, Float.POSITIVE_INFINITY);
    rejects(infinity, Float.NaN);
    rejects(infinity, 0);
  }

  @Test
  void zerosHaveNoSign() {
    admits(of((ops, x) -> ops.neg(x), 0), 0f);
    admits(of((ops, x) -> ops.neg(x), 0), -0f);
  }

  @Test
  void denormalsMayBeZero() {
    Expectation copy = of((ops, x) -> ops.neg(x), 1e-40f);
    admits(copy, -1e-40f);
    admits(copy, 0);
    Expectation logarithm = of((ops, x) -> ops.log(x), 1e-40f);
    admits(logarithm, (float) Math.log(1e-40));
    admits(logarithm, Float.NEGATIVE_INFINITY);
    rejects(logarithm, -80);
  }

  @Test
  void aComparisonThatRoundingDecidesIsNotJudged() {
    Expectation expected =
        of(
            (ops, x) -> ops.cast(ops.lt(ops.exp(ops.log(x)), x), DType.F32),
            3,
            4,
            5,
            6,
            7,
            9,
            10,
            11);
    admits(expected, 0, 1, 0, 1, 1, 0, 0, 1);
  }

  @Test
  void aWrongTypeIsAnError() {
    Expectation expected = of((ops, x) -> ops.neg(x), 1);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> expected.check("y", Tensor.of(Shape.of(1), 1)))
        .withMessageContaining(TensorType.f32(Shape.of(1)).toString());
  }
}
