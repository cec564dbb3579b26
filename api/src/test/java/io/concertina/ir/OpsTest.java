package io.concertina.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ShapeException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpsTest {

  private static final Dim BATCH = Dim.named("batch");

  private final Ops ops = new Ops();

  private Value input(String name, Dim... dims) {
    return ops.input(name, TensorType.f32(Shape.of(dims)));
  }

  @Test
  void operandsOfABinaryOperationAreBroadcastAgainstEachOther() {
    Value sum = ops.add(input("column", BATCH, Dim.of(1)), input("row", Dim.of(3)));
    assertThat(sum.type()).hasToString("f32[batch, 3]");
    assertThat(sum.node().operands())
        .allSatisfy(operand -> assertThat(operand.op()).isInstanceOf(Layout.Broadcast.class));
  }

  @Test
  void operandsOfOneShapeAreNotBroadcast() {
    Value x = input("x", BATCH, Dim.of(3));
    assertThat(ops.mul(x, x).node().operands()).containsExactly(x, x);
  }

  @Test
  void shapesThatDoNotBroadcastAreRefusedWithTheLayersPath() {
    Value x = input("x", BATCH, Dim.of(3));
    Value y = input("y", BATCH, Dim.of(4));
    assertThatThrownBy(() -> ops.within("encoder/dense_1", () -> ops.add(x, y)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "encoder/dense_1/add: expected shapes that broadcast, got [batch, 3] and [batch, 4]");
  }

  @Test
  void aNamedSizeDoesNotBroadcastAgainstANumber() {
    Value x = input("x", BATCH);
    Value y = input("y", Dim.of(4));
    assertThatThrownBy(() -> ops.sub(x, y))
        .hasMessage("sub: expected shapes that broadcast, got [batch] and [4]");
  }

  @Test
  void aScopeEndsWithItsBodyAlsoWhenThatFails() {
    assertThatThrownBy(
            () ->
                ops.within(
                    "outer",
                    () -> {
                      throw new IllegalStateException("stop");
                    }))
        .hasMessage("stop");
    assertThat(ops.scope()).isEmpty();
    assertThat(ops.within("a", () -> ops.within("a/b", () -> ops.constant(1))).node().scope())
        .isEqualTo("a/b");
  }

  @Test
  void aMatrixMapsTheLastAxisOfAnyRank() {
    Value w = input("w", Dim.of(3), Dim.of(5));
    assertThat(ops.matmul(input("x1", Dim.of(3)), w).type()).hasToString("f32[5]");
    assertThat(ops.matmul(input("x2", BATCH, Dim.of(3)), w).type()).hasToString("f32[batch, 5]");
    assertThat(ops.matmul(input("x3", BATCH, Dim.of(2), Dim.of(3)), w).type())
        .hasToString("f32[batch, 2, 5]");
  }

  @Test
  void aMeanDividesByTheSizesAtRunTime() {
    Value mean = ops.mean(input("x", BATCH, Dim.of(3), Dim.of(2)), 0, -1);
    assertThat(mean.type()).hasToString("f32[3]");
    Function function = ops.function("mean", Map.of("y", mean));
    assertThat(function.toString()).contains("dim_size{batch*2}");
  }

  @Test
  void anAxisIsInsertedAnywhere() {
    Value x = input("x", BATCH, Dim.of(3));
    assertThat(ops.expand(x, 0).shape()).hasToString("[1, batch, 3]");
    assertThat(ops.expand(x, 2).shape()).hasToString("[batch, 3, 1]");
    assertThat(ops.expand(x, -1).shape()).hasToString("[batch, 3, 1]");
    assertThat(ops.expand(x, -3).shape()).hasToString("[1, batch, 3]");
    assertThatThrownBy(() -> ops.expand(x, 3))
        .isInstanceOf(ShapeException.class)
        .hasMessage("expand: expected a place from -3 to 2 for a new axis, got 3");
  }

  @Test
  void sugarThatChangesNothingEmitsNothing() {
    Value x = input("x", BATCH, Dim.of(3));
    assertThat(ops.reshape(x, x.shape())).isSameAs(x);
    assertThat(ops.broadcast(x, x.shape())).isSameAs(x);
    assertThat(ops.cast(x, DType.F32)).isSameAs(x);
    assertThat(ops.sum(x)).isSameAs(x);
  }

  @Test
  void anOperationOfTwoResultsIsNotEmittedAsOfOne() {
    Value x = input("x", BATCH, Dim.of(3));
    assertThatThrownBy(() -> ops.emit(new Reduction.TopK(2), x))
        .isInstanceOf(ShapeException.class)
        .hasMessage("top_k: expected one result, got 2");
  }

  @Test
  void operandsOfAnotherGraphAreRefusedWhereTheyAreUsed() {
    Value x = input("x", Dim.of(3));
    assertThat(ops.owns(x)).isTrue();
    assertThat(new Ops().owns(x)).isFalse();
    assertThatThrownBy(
            () ->
                ops.composite(
                    "shift", Map.of(), List.of(ops.exp(x)), (o, in) -> o.add(in.getFirst(), x)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "add: expected operands of this graph, got %0:f32[3] of another; "
                + "a composite's body sees only its own operands");
  }

  @Test
  void inliningCopiesAFunctionOntoTheGraph() {
    Ops inner = new Ops();
    Value a = inner.input("a", TensorType.f32(Shape.of(3)));
    Function square =
        inner.function(
            "square", Map.of("y", inner.within("power", () -> inner.mul(a, a)), "x", inner.neg(a)));
    Value x = input("x", Dim.of(3));
    Map<String, Value> copies = ops.within("layer", () -> ops.inline(square, List.of(x)));
    assertThat(copies.get("y").node().operands()).containsExactly(x, x);
    assertThat(copies.get("y").node().scope()).isEqualTo("power");
    assertThat(copies.get("x").node().scope()).isEqualTo("layer");
  }

  @Test
  void inliningChecksTheArguments() {
    Ops inner = new Ops();
    Value a = inner.input("a", TensorType.f32(Shape.of(3)));
    Function identity = inner.function("identity", Map.of("y", a));
    assertThatThrownBy(() -> ops.inline(identity, List.of(input("x", Dim.of(4)))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("identity/a: expected f32[3], got f32[4]");
    assertThatThrownBy(() -> ops.inline(identity, List.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("identity: expected 1 arguments, got 0");
  }

  @Test
  void aNumberTakesTheTypeOfItsExample() {
    Value counts = ops.input("counts", new TensorType(DType.I32, Shape.of(2)));
    assertThat(ops.constantLike(counts, 3).type()).hasToString("i32[2]");
    Value flags = ops.input("flags", new TensorType(DType.BOOL, Shape.of(2)));
    assertThat(ops.constantLike(flags, 1).type()).hasToString("bool[2]");
  }
}
