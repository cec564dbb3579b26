package io.concertina.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ShapeException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class VerifierTest {

  private static final Dim BATCH = Dim.named("batch");
  private static final TensorType ROW = TensorType.f32(Shape.of(3));

  private final Ops ops = new Ops();

  private static void assertRefused(ThrowingCallable building, String message) {
    assertThatThrownBy(building).isInstanceOf(ShapeException.class).hasMessage(message);
  }

  @Test
  void aFunctionOfNothingButParametersIsFine() {
    Value x = ops.input("x", ROW);
    assertThat(ops.function("identity", Map.of("y", x)).nodes()).containsExactly(x.node());
  }

  @Test
  void twoParametersOfOneNameAreRefused() {
    Value x = ops.input("x", ROW);
    ops.resident("x", ROW);
    assertRefused(
        () -> ops.function("f", Map.of("y", x)),
        "f: expected parameters of different names, got two named x");
  }

  @Test
  void aParameterOutsideOfTheSignatureIsRefused() {
    Value x = ops.input("x", ROW);
    Value y = ops.input("y", ROW);
    assertRefused(
        () -> new Function("f", List.of(x), Map.of("z", ops.add(x, y)), Map.of()),
        "f: expected every parameter in the signature, got y beside it");
  }

  @Test
  void aSignatureOfOtherValuesIsRefused() {
    Value c = ops.constant(1);
    assertThatThrownBy(() -> new Function("f", List.of(c), Map.of("y", c), Map.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("parameter: expected a parameter of a function, got %0");
  }

  @Test
  void valuesOfTwoGraphsDoNotMakeAFunction() {
    Value x = ops.input("x", TensorType.f32(Shape.scalar()));
    Value foreign = new Ops().constant(2);
    assertRefused(
        () -> ops.function("f", Map.of("y", foreign)),
        "f: expected values of one graph, got %0:f32[] = constant of another");
    assertRefused(
        () -> new Function("f", List.of(x), Map.of(), Map.of("x", foreign)),
        "f: expected values of one graph, got %0:f32[] = constant of another");
  }

  @Test
  void randomBitsTakeTheirKeyFromAParameter() {
    Value key = ops.input("key", new TensorType(DType.I32, Shape.of(2)));
    Value fine = ops.randomBits(key, 1, Shape.of(3));
    assertThat(ops.function("f", Map.of("bits", fine)).nodes()).hasSize(2);
    Value computed = ops.within("noise", () -> ops.randomBits(ops.add(key, key), 1, Shape.of(3)));
    assertThatThrownBy(() -> ops.function("f", Map.of("bits", computed)))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith(
            "noise/random_bits: expected a parameter of the function as key, got %");
  }

  @Test
  void aDimensionNameMustOccurInAParameter() {
    Value x = ops.input("x", ROW);
    Value wide = ops.within("tile", () -> ops.broadcast(x, Shape.of(BATCH, Dim.of(3))));
    assertRefused(
        () -> ops.function("f", Map.of("y", wide)),
        "tile/broadcast: expected dimension names that occur in a parameter, got batch");
    Value size = ops.dimSize(BATCH);
    assertRefused(
        () -> ops.function("f", Map.of("y", size)),
        "dim_size: expected dimension names that occur in a parameter, got batch");
  }

  @Test
  void onlyResidentsAreUpdated() {
    Value x = ops.input("x", ROW);
    assertRefused(
        () -> ops.function("f", Map.of(), Map.of("x", ops.neg(x))),
        "f: expected updates of residents, got an update of x");
  }

  @Test
  void anUpdateKeepsTheTypeOfItsResident() {
    Value w = ops.resident("w", ROW);
    assertRefused(
        () -> ops.function("f", Map.of(), Map.of("w", ops.sum(w, 0))),
        "f/w: expected f32[3], got f32[]");
  }

  @Test
  void aCompositeHasAPlainBody() {
    Value w = ops.resident("w", ROW);
    Function resident = ops.function("f", Map.of("y", w));
    assertRefused(
        () -> new Composite("c", 1, Map.of(), resident),
        "composite c: expected a body without residents, got f");
    Function plain = inputFunction();
    assertRefused(
        () -> new Composite("c", 0, Map.of(), plain),
        "composite c: expected a version of at least 1, got 0");
    assertRefused(
        () -> new Composite("c", 1, Map.of("shape", Shape.of(2)), plain),
        "composite c, attribute shape: expected a number, a truth value or a string, got "
            + "io.concertina.ir.Shape");
    Ops empty = new Ops();
    assertRefused(
        () -> new Composite("c", 1, Map.of(), empty.function("f", Map.of())),
        "composite c: expected a body with outputs, got none");
  }

  private static Function inputFunction() {
    Ops ops = new Ops();
    return ops.function("f", Map.of("y", ops.input("x", ROW)));
  }
}
