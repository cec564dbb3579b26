package io.concertina.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ShapeException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunctionTest {

  private static final Dim BATCH = Dim.named("batch");

  private final Ops ops = new Ops();

  @Test
  void aFunctionHoldsOnlyWhatItsResultsNeedAndAllParameters() {
    Value x = ops.input("x", TensorType.f32(Shape.of(3)));
    Value unused = ops.input("unused", TensorType.f32(Shape.of(3)));
    Value w = ops.resident("w", TensorType.f32(Shape.of(3)));
    Value y = ops.mul(x, w);
    ops.exp(y);
    Value next = ops.sub(w, y);
    Function function = ops.function("f", Map.of("y", y), Map.of("w", next));
    assertThat(function.nodes())
        .containsExactly(x.node(), unused.node(), w.node(), y.node(), next.node());
    assertThat(function.results()).containsExactly(y, next);
  }

  @Test
  void parametersAreFoundByKind() {
    Value x = ops.input("x", TensorType.f32(Shape.of(3)));
    Value w = ops.resident("w", TensorType.f32(Shape.of(3)));
    Function function = ops.function("f", Map.of());
    assertThat(function.parameters()).containsExactly(x, w);
    assertThat(function.parameters(Source.Kind.INPUT)).containsExactly(x);
    assertThat(function.parameters(Source.Kind.RESIDENT)).containsExactly(w);
  }

  @Test
  void outputsKeepTheirOrder() {
    Value x = ops.input("x", TensorType.f32(Shape.scalar()));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("z", x);
    outputs.put("a", ops.neg(x));
    outputs.put("m", x);
    assertThat(ops.function("f", outputs).outputs().keySet()).containsExactly("z", "a", "m");
  }

  @Test
  void actualShapesGiveTheNamesTheirNumbers() {
    ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.named("time"), Dim.of(3))));
    ops.input("t", TensorType.f32(Shape.of(BATCH)));
    Function function = ops.function("f", Map.of());
    assertThat(function.bind(Map.of("x", Shape.of(8, 5, 3), "t", Shape.of(8))))
        .isEqualTo(Map.of("batch", 8, "time", 5));
  }

  @Test
  void twoSizesForOneNameAreRefused() {
    ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(3))));
    ops.input("t", TensorType.f32(Shape.of(BATCH)));
    Function function = ops.function("f", Map.of());
    assertThatThrownBy(() -> function.bind(Map.of("x", Shape.of(8, 3), "t", Shape.of(7))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("f/t: expected [batch] with {batch=8}, got [7]");
  }

  @Test
  void anInputOfAnotherShapeIsRefused() {
    ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(3))));
    Function function = ops.function("f", Map.of());
    assertThatThrownBy(() -> function.bind(Map.of("x", Shape.of(8, 4))))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("f/x: expected [batch, 3]")
        .hasMessageEndingWith("got [8, 4]");
    assertThatThrownBy(() -> function.bind(Map.of("x", Shape.of(8))))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> function.bind(Map.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("f/x: expected f32[batch, 3], got no value");
  }

  @Test
  void aProductOfSizesIsCheckedAgainstTheNamesThatOtherAxesGive() {
    ops.input("flat", TensorType.f32(Shape.of(BATCH.times(Dim.of(3)))));
    ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(3))));
    Function function = ops.function("f", Map.of());
    assertThat(function.bind(Map.of("flat", Shape.of(24), "x", Shape.of(8, 3))))
        .isEqualTo(Map.of("batch", 8));
    assertThatThrownBy(() -> function.bind(Map.of("flat", Shape.of(25), "x", Shape.of(8, 3))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("f/flat: expected [batch*3] with {batch=8}, got [25]");
  }
}
