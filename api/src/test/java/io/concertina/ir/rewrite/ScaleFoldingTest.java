package io.concertina.ir.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Op;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScaleFoldingTest {

  private static final Dim BATCH = Dim.named("batch");

  private final Ops ops = new Ops();
  private final Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(3))));
  private final Value w = ops.resident("w", TensorType.f32(Shape.of(3, 2)));
  private final Value in = ops.resident("in", TensorType.f32(Shape.of(3)));
  private final Value a = ops.resident("a", TensorType.f32(Shape.of(2)));
  private final Value b = ops.resident("b", TensorType.f32(Shape.of(2)));

  @Test
  void whatScalesAndShiftsAProductGoesIntoTheWeightAndOneOffset() {
    Value product = ops.add(ops.matmul(x, w), b);
    Value y = ops.add(ops.mul(ops.sub(product, a), b), a);
    assertThat(folded(y))
        .hasToString(
            """
            function f(
                %x: f32[batch, 3],
                resident %w: f32[3, 2],
                resident %in: f32[3],
                resident %a: f32[2],
                resident %b: f32[2]) {
              %0 = sub(%b, %a) : f32[2]
              %1 = mul(%0, %b) : f32[2]
              %2 = add(%1, %a) : f32[2]
              %3 = broadcast(%b) : f32[3, 2]
              %4 = mul(%w, %3) : f32[3, 2]
              %5 = matmul{NN}(%x, %4) : f32[batch, 2]
              %6 = broadcast(%2) : f32[batch, 2]
              %7 = add(%5, %6) : f32[batch, 2]
              return y = %7
            }
            """);
  }

  @Test
  void aFactorAndTheOffsetBehindItGoIntoTheRowsOfTheWeight() {
    Value scaled = ops.add(ops.mul(x, in), in);
    assertThat(perRow(ops.matmul(scaled, w))).containsExactly("matmul", "add");
  }

  @Test
  void anOffsetThatNoFactorPrecedesStaysBeforeTheProduct() {
    Value centred = ops.mul(ops.sub(x, in), in);
    assertThat(perRow(ops.matmul(centred, w))).containsExactly("sub", "matmul");
  }

  @Test
  void aTransposedWeightIsScaledAlongItsOtherAxis() {
    Value turned = ops.resident("turned", TensorType.f32(Shape.of(2, 3)));
    Value y = ops.mul(ops.matmul(ops.mul(x, in), false, turned, true), a);
    assertThat(perRow(y)).containsExactly("matmul");
  }

  @Test
  void batchNormalisationBehindAConvolutionGoesIntoTheKernelAndOneOffset() {
    Value image = ops.input("image", TensorType.f32(Shape.of(BATCH, Dim.of(5), Dim.of(3))));
    Value kernel = ops.resident("kernel", TensorType.f32(Shape.of(2, 3, 2)));
    Value y = ops.conv(ops.mul(image, in), kernel, Window.of(2), 1);
    assertThat(perRow(ops.add(ops.div(ops.sub(y, a), b), a))).containsExactly("conv", "add");
  }

  @Test
  void aTransposedConvolutionIsScaledAlongItsChannels() {
    Value image = ops.input("image", TensorType.f32(Shape.of(BATCH, Dim.of(4), Dim.of(2))));
    Value kernel = ops.resident("kernel", TensorType.f32(Shape.of(2, 3, 2)));
    Value y = ops.convTransposed(ops.mul(image, a), kernel, Window.of(2), 1, Shape.of(5));
    assertThat(perRow(ops.mul(y, in))).containsExactly("conv_input_gradient");
  }

  @Test
  void anOffsetBeforeAConvolutionStaysSinceThePaddingHasNone() {
    Value image = ops.input("image", TensorType.f32(Shape.of(BATCH, Dim.of(5), Dim.of(3))));
    Value kernel = ops.resident("kernel", TensorType.f32(Shape.of(2, 3, 2)));
    Value scaled = ops.add(ops.mul(image, in), in);
    assertThat(perRow(ops.conv(scaled, kernel, Window.of(2), 1)))
        .containsExactly("mul", "add", "conv");
  }

  @Test
  void aFactorPerPlaceIsNoFactorPerColumn() {
    Value square = ops.input("square", TensorType.f32(Shape.of(BATCH, Dim.of(2), Dim.of(2))));
    Value kernel = ops.resident("kernel", TensorType.f32(Shape.of(1, 2, 2)));
    Value y = ops.conv(square, kernel, Window.of(1), 1);
    assertThat(perRow(ops.mul(y, ops.expand(a, 1)))).containsExactly("conv", "mul");
  }

  @Test
  void reshapesThatKeepTheColumnsAreLookedThrough() {
    Shape split = Shape.of(BATCH, Dim.of(1), Dim.of(2));
    Value y = ops.mul(ops.reshape(ops.matmul(x, w), split), a);
    assertThat(perRow(y)).containsExactly("matmul", "reshape");
  }

  @Test
  void aProductThatIsReadTwiceIsLeftAlone() {
    Value product = ops.matmul(x, w);
    Value y = ops.add(ops.mul(product, a), ops.tanh(product));
    assertThat(perRow(y)).containsExactly("matmul", "mul", "tanh", "add");
  }

  @Test
  void aWeightThatTheFunctionUpdatesIsLeftAlone() {
    Value y = ops.mul(ops.matmul(x, w), a);
    Value next = ops.mul(w, 0.5);
    Function function = Rewrites.simplify(ops.function("f", Map.of("y", y), Map.of("w", next)));
    assertThat(Rewrites.simplify(Rewrites.foldScales(function))).hasToString(function.toString());
  }

  @Test
  void aProductOfTwoInputsIsLeftAlone() {
    Value v = ops.input("v", TensorType.f32(Shape.of(3, 2)));
    assertThat(perRow(ops.mul(ops.matmul(x, v), a))).containsExactly("matmul", "mul");
  }

  private Function folded(Value y) {
    Function simple = Rewrites.simplify(ops.function("f", Map.of("y", y)));
    return Rewrites.simplify(Rewrites.foldScales(simple));
  }

  /** What is left to do for every row, without the repetition of settled numbers. */
  private List<String> perRow(Value y) {
    Function function = folded(y);
    Settled settled = Settled.of(function);
    return function.nodes().stream()
        .filter(node -> !node.operands().isEmpty() && !settled.contains(node.result()))
        .map(node -> node.op())
        .filter(op -> !(op instanceof Layout.Broadcast))
        .map(Op::mnemonic)
        .toList();
  }
}
