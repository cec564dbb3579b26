package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.ShapeException;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class GradientCheckTest {

  private static final Map<String, ReferenceTensor> POINT =
      Map.of("x", ReferenceTensor.of(Shape.of(3), 0.3, -1.2, 2.0));

  /** f and what claims to be its gradient. */
  private static Function function(
      BiFunction<Ops, Value, Value> f, BiFunction<Ops, Value, Value> gradient) {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(3)));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("f", f.apply(ops, x));
    outputs.put("g", gradient.apply(ops, x));
    return ops.function("example", outputs);
  }

  private static void check(GradientCheck check, Function function) {
    check.check(function, "f", Map.of("x", "g"), POINT);
  }

  @Test
  void acceptsTheGradient() {
    Function cubes =
        function(
            (ops, x) -> ops.sumAll(ops.mul(ops.mul(x, x), x)),
            (ops, x) -> ops.mul(ops.mul(x, x), 3));
    assertThatCode(() -> check(GradientCheck.exact(), cubes)).doesNotThrowAnyException();
  }

  @Test
  void rejectsAGradientThatIsOffByAHundredThousandth() {
    Function cubes =
        function(
            (ops, x) -> ops.sumAll(ops.mul(ops.mul(x, x), x)),
            (ops, x) -> ops.mul(ops.mul(x, x), 3.00003));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> check(GradientCheck.exact(), cubes))
        .withMessageContaining("3 elements")
        .withMessageContaining("x[1]");
  }

  @Test
  void rejectsAGradientThatIsNan() {
    Function nan = function((ops, x) -> ops.sumAll(x), (ops, x) -> ops.sqrt(ops.neg(ops.exp(x))));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> check(GradientCheck.exact(), nan));
  }

  @Test
  void acceptsAGradientNextToAKink() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.scalar()));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("f", ops.abs(x));
    outputs.put("g", ops.sign(x));
    Function function = ops.function("kink", outputs);
    Map<String, ReferenceTensor> point = Map.of("x", ReferenceTensor.scalar(2e-6));
    assertThatCode(() -> GradientCheck.exact().check(function, "f", Map.of("x", "g"), point))
        .doesNotThrowAnyException();
  }

  @Test
  void stoppedValuesMoveUnlessHeld() {
    Function product =
        function(
            (ops, x) -> ops.sumAll(ops.mul(x, ops.stopGradient(ops.exp(x)))),
            (ops, x) -> ops.exp(x));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> check(GradientCheck.exact(), product));
    assertThatCode(() -> check(GradientCheck.holdingStopGradients(), product))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAnOutputThatIsNoScalar() {
    Function vector = function((ops, x) -> x, (ops, x) -> x);
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> check(GradientCheck.exact(), vector))
        .withMessageContaining("f32[]");
  }
}
