package io.concertina.ir.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ShapeException;
import io.concertina.ir.Composites;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rewrites;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradientsTest {

  private static final Dim BATCH = Dim.named("batch");

  private final Ops ops = new Ops();

  private Value input(String name, Dim... dims) {
    return ops.input(name, TensorType.f32(Shape.of(dims)));
  }

  private String simplified(Map<String, Value> outputs) {
    return Rewrites.simplify(ops.function("f", outputs)).toString();
  }

  @Test
  void theGradientOfADenseLayerReadsLikeTheTextbook() {
    Value x = input("x", BATCH, Dim.of(3));
    Value w = ops.resident("w", TensorType.f32(Shape.of(3, 2)));
    Value b = ops.resident("b", TensorType.f32(Shape.of(2)));
    Value y = ops.within("dense", () -> ops.sigmoid(ops.add(ops.matmul(x, w), b)));
    Value loss = ops.within("loss", () -> ops.meanAll(y));
    List<Value> gradients = Gradients.of(ops, loss, List.of(w, b));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("dw", gradients.get(0));
    outputs.put("db", gradients.get(1));
    assertThat(simplified(outputs))
        .isEqualTo(
            """
            function f(
                %x: f32[batch, 3],
                resident %w: f32[3, 2],
                resident %b: f32[2]) {
              # dense
              %0 = matmul{NN}(%x, %w) : f32[batch, 2]
              %1 = broadcast(%b) : f32[batch, 2]
              %2 = add(%0, %1) : f32[batch, 2]
              %3 = sigmoid(%2) : f32[batch, 2]
              # loss
              %4 = dim_size{batch*2} : f32[]
              %5 = constant{1.0} : f32[]
              %6 = div(%5, %4) : f32[]
              %7 = broadcast(%6) : f32[batch, 2]
              # dense
              %8 = broadcast(%5) : f32[batch, 2]
              %9 = sub(%8, %3) : f32[batch, 2]
              %10 = mul(%3, %9) : f32[batch, 2]
              %11 = mul(%7, %10) : f32[batch, 2]
              %12 = sum{axes=[0]}(%11) : f32[2]
              %13 = matmul{TN}(%x, %11) : f32[3, 2]
              return dw = %13
              return db = %12
            }
            """);
  }

  @Test
  void theGradientOfAReluIsASelection() {
    Value x = input("x", BATCH);
    Value loss = ops.sumAll(Composites.relu(ops, x));
    Value gradient = Gradients.of(ops, loss, List.of(x)).getFirst();
    assertThat(simplified(Map.of("dx", gradient)))
        .isEqualTo(
            """
            function f(
                %x: f32[batch]) {
              %0 = constant{0.0} : f32[]
              %1 = broadcast(%0) : f32[batch]
              %2 = le(%x, %1) : bool[batch]
              %3 = constant{1.0} : f32[]
              %4 = broadcast(%3) : f32[batch]
              %5 = select(%2, %1, %4) : f32[batch]
              return dx = %5
            }
            """);
  }

  @Test
  void aGradientHasTheTypeOfItsValue() {
    Value x = input("x", BATCH, Dim.of(3));
    Value w = input("w", Dim.of(3), Dim.of(2));
    Value loss = ops.meanAll(ops.tanh(ops.matmul(x, w)));
    assertThat(Gradients.of(ops, loss, List.of(x, w)))
        .extracting(Value::type)
        .containsExactly(x.type(), w.type());
  }

  @Test
  void aValueThatDoesNotMatterHasGradientZero() {
    Value x = input("x", BATCH, Dim.of(3));
    Value other = ops.within("other", () -> input("other", BATCH));
    Value zeros = Gradients.of(ops, ops.sumAll(x), List.of(other)).getFirst();
    assertThat(zeros.type()).isEqualTo(other.type());
    assertThat(zeros.node().scope()).isEqualTo("other");
    assertThat(simplified(Map.of("zeros", zeros)))
        .contains("%0 = constant{0.0} : f32[]", "%1 = broadcast(%0) : f32[batch]");
  }

  @Test
  void noGradientPassesAStoppedValueARoundingOrAComparison() {
    Value x = input("x");
    Value y =
        ops.add(
            ops.add(ops.stopGradient(x), ops.add(ops.round(x), ops.add(ops.floor(x), ops.sign(x)))),
            ops.cast(ops.lt(x, ops.constant(2)), DType.F32));
    assertThat(simplified(Map.of("dx", Gradients.of(ops, y, List.of(x)).getFirst())))
        .contains("%0 = constant{0.0} : f32[]\n  return dx = %0");
  }

  @Test
  void theGradientByTheResultItselfIsOne() {
    Value x = input("x");
    assertThat(simplified(Map.of("dx", Gradients.of(ops, x, List.of(x)).getFirst())))
        .contains("%0 = constant{1.0} : f32[]\n  return dx = %0");
  }

  @Test
  void aValueOnTheWayHasAGradientOfItsOwn() {
    Value x = input("x");
    Value y = ops.exp(x);
    Value z = ops.mul(y, y);
    List<Value> gradients = Gradients.of(ops, z, List.of(x, y));
    assertThat(simplified(Map.of("dy", gradients.get(1))))
        .contains("%0 = exp(%x)", "%1 = add(%0, %0)", "return dy = %1");
  }

  @Test
  void anIdentityCompositeKeepsItsResultApartFromItsOperand() {
    Value x = input("x");
    Value same = ops.composite("same", Map.of(), List.of(x), (_, in) -> in.getFirst());
    Value product = ops.mul(same, x);
    List<Value> gradients = Gradients.of(ops, product, List.of(same, x));
    assertThat(simplified(Map.of("d", gradients.get(0)))).contains("return d = %x");
    assertThat(simplified(Map.of("d", gradients.get(1)))).contains("add(").contains("same@1(%x)");
  }

  @Test
  void emittedNodesCarryTheScopeOfTheForwardNode() {
    Value x = input("x", BATCH);
    Value y = ops.within("encoder/act", () -> Composites.softplus(ops, x));
    Value loss = ops.within("loss", () -> ops.sumAll(y));
    int before = ops.function("f", Map.of("loss", loss)).nodes().size();
    Value gradient = Gradients.of(ops, loss, List.of(x)).getFirst();
    Function function = ops.function("f", Map.of("loss", loss, "dx", gradient));
    assertThat(function.nodes().size()).isGreaterThan(before);
    assertThat(function.nodes())
        .filteredOn(node -> node != x.node())
        .extracting(node -> node.scope())
        .containsOnly("encoder/act", "loss");
    assertThat(gradient.node().scope()).isEqualTo("encoder/act");
  }

  @Test
  void nodesOffThePathGetNoGradient() {
    Value x = input("x", BATCH, Dim.of(3));
    Value w = input("w", Dim.of(3), Dim.of(2));
    Value loss = ops.sumAll(ops.matmul(ops.exp(x), w));
    Value gradient = Gradients.of(ops, loss, List.of(w)).getFirst();
    Function function = ops.function("f", Map.of("dw", gradient));
    assertThat(function.toString()).contains("matmul{TN}").doesNotContain("matmul{NT}");
    int nodes = ops.constant(0).node().id();
    assertThat(nodes).as("nodes on the graph, also those without users").isLessThan(10);
  }

  @Test
  void valuesOfAnotherGraphAreRefused() {
    Value x = input("x");
    Value foreign = new Ops().input("w", TensorType.f32(Shape.scalar()));
    assertThatThrownBy(() -> Gradients.of(ops, x, List.of(foreign)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("gradient: expected values of the given graph, got %0:f32[] of another");
    assertThatThrownBy(() -> Gradients.of(ops, foreign, List.of(x)))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void onlyAScalarOfRealsIsDifferentiated() {
    Value x = input("x", BATCH);
    assertThatThrownBy(() -> Gradients.of(ops, ops.within("loss", () -> ops.exp(x)), List.of(x)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("loss/gradient: expected an f32 scalar to differentiate, got f32[batch]");
    Value count = ops.argMax(x, 0);
    assertThatThrownBy(() -> Gradients.of(ops, count, List.of(x)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("gradient: expected an f32 scalar to differentiate, got i32[]");
    assertThatThrownBy(() -> Gradients.of(ops, ops.sumAll(x), List.of(count)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("gradient: expected f32 values to differentiate by, got i32[]");
  }
}
