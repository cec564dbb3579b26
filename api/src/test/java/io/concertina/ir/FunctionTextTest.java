package io.concertina.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunctionTextTest {

  private static final Dim BATCH = Dim.named("batch");

  private final Ops ops = new Ops();

  @Test
  void aStepReadsFromParametersToUpdates() {
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(3))));
    Value w = ops.resident("w", TensorType.f32(Shape.of(3, 2)));
    Value y = ops.within("encoder/dense_1", () -> Composites.relu(ops, ops.matmul(x, w)));
    Value loss = ops.within("loss", () -> ops.meanAll(y));
    Value next = ops.mul(w, 0.5);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("loss", loss);
    outputs.put("code", y);
    assertThat(ops.function("step", outputs, Map.of("w", next)))
        .hasToString(
            """
            function step(
                %x: f32[batch, 3],
                resident %w: f32[3, 2]) {
              # encoder/dense_1
              %0 = matmul{NN}(%x, %w) : f32[batch, 2]
              %1 = relu@1(%0) : f32[batch, 2]
              # loss
              %2 = sum{axes=[0, 1]}(%1) : f32[]
              %3 = dim_size{batch*2} : f32[]
              %4 = div(%2, %3) : f32[]
              # (no scope)
              %5 = constant{0.5} : f32[]
              %6 = broadcast(%5) : f32[3, 2]
              %7 = mul(%w, %6) : f32[3, 2]
              return loss = %4
              return code = %1
              update w = %7
            }
            """);
  }

  @Test
  void windowsTellWhatIsUnusualAboutThem() {
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(8), Dim.of(4))));
    Value kernel = ops.input("kernel", TensorType.f32(Shape.of(3, 2, 6)));
    Window window = Window.of(3).withStrides(2).same(Shape.of(8));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("y", ops.conv(x, kernel, window, 2));
    outputs.put("pooled", ops.avgPool(x, Window.of(2), true));
    assertThat(ops.function("windows", outputs).toString())
        .contains(
            "%0 = conv{window=[3], strides=[2], after=[1], groups=2}(%x, %kernel)"
                + " : f32[batch, 4, 6]")
        .contains("%1 = avg_pool{window=[2], countPadding}(%x) : f32[batch, 7, 4]");
  }

  @Test
  void attributesStandBehindTheName() {
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(4))));
    Value key = ops.input("key", new TensorType(DType.I32, Shape.of(2)));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("bits", ops.randomBits(key, 0xCAFE, x.shape()));
    outputs.put("counts", ops.iota(x.type(), 0));
    outputs.put("table", ops.constant(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4)));
    outputs.put("truth", ops.cast(x, DType.BOOL));
    outputs.put("extreme", ops.reduceMax(x, 1));
    outputs.put("least", ops.reduceMin(x, 0, 1));
    outputs.put("best", ops.argMax(x, -1));
    outputs.put("running", ops.cumSum(x, 1, true));
    outputs.put("forward", ops.cumSum(x, 0, false));
    outputs.put("turned", ops.transpose(x, 1, 0));
    outputs.put("part", ops.slice(x, 1, 1, 2));
    outputs.put("padded", ops.pad(x, List.of(0, 1), List.of(0, 2)));
    outputs.put("joined", ops.concat(1, x, x));
    outputs.put("mirrored", ops.reverse(x, 1));
    Value where = ops.argMax(x, 1);
    outputs.put("taken", ops.gather(x, where, 1, 1));
    outputs.put("spread", ops.scatterAdd(x, where, ops.sum(x, 1), 1, 1));
    outputs.put("product", ops.matmul(x, true, x, false));
    outputs.put("soft", Composites.softmax(ops, x));
    assertThat(ops.function("all", outputs))
        .hasToString(
            """
            function all(
                %x: f32[batch, 4],
                %key: i32[2]) {
              %0 = random_bits{stream=0xcafe}(%key) : i32[batch, 4]
              %1 = iota{axis=0} : f32[batch, 4]
              %2 = constant{1, 2, 3, 4} : i32[2, 2]
              %3 = cast{to=bool}(%x) : bool[batch, 4]
              %4 = reduce_max{axes=[1]}(%x) : f32[batch]
              %5 = reduce_min{axes=[0, 1]}(%x) : f32[]
              %6 = argmax{axis=1}(%x) : i32[batch]
              %7 = cumsum{axis=1, reverse}(%x) : f32[batch, 4]
              %8 = cumsum{axis=0}(%x) : f32[batch, 4]
              %9 = transpose{permutation=[1, 0]}(%x) : f32[4, batch]
              %10 = slice{starts=[0, 1]}(%x) : f32[batch, 2]
              %11 = pad{before=[0, 1], after=[0, 2]}(%x) : f32[batch, 7]
              %12 = concat{axis=1}(%x, %x) : f32[batch, 8]
              %13 = reverse{axes=[1]}(%x) : f32[batch, 4]
              %14 = argmax{axis=1}(%x) : i32[batch]
              %15 = gather{axis=1, batchAxes=1}(%x, %14) : f32[batch]
              %16 = sum{axes=[1]}(%x) : f32[batch]
              %17 = scatter_add{axis=1, batchAxes=1}(%x, %14, %16) : f32[batch, 4]
              %18 = matmul{TN}(%x, %x) : f32[4, 4]
              %19 = softmax@1{axis=-1}(%x) : f32[batch, 4]
              return bits = %0
              return counts = %1
              return table = %2
              return truth = %3
              return extreme = %4
              return least = %5
              return best = %6
              return running = %7
              return forward = %8
              return turned = %9
              return part = %10
              return padded = %11
              return joined = %12
              return mirrored = %13
              return taken = %15
              return spread = %17
              return product = %18
              return soft = %19
            }
            """);
  }

  @Test
  void severalResultsHaveSeveralNames() {
    Value x = ops.input("x", TensorType.f32(Shape.of(4)));
    List<Value> top = ops.topK(x, 2);
    assertThat(ops.function("f", Map.of("y", top.get(1))).toString())
        .contains("%0, %1 = top_k{k=2}(%x) : f32[2], i32[2]\n", "return y = %1");
  }

  @Test
  void aParameterNamedLikeANumberIsNotHidden() {
    Value zero = ops.input("0", TensorType.f32(Shape.of(4)));
    assertThat(ops.function("f", Map.of("y", ops.neg(zero))).toString())
        .contains("%1 = neg(%0)", "return y = %1");
  }

  @Test
  void deadNodesAndTheNumbersOfTheGraphDoNotShow() {
    Value x = ops.input("x", TensorType.f32(Shape.of(4)));
    ops.exp(ops.log(x));
    assertThat(ops.function("f", Map.of("y", ops.neg(x))))
        .hasToString(
            "function f(\n    %x: f32[4]) {\n  %0 = neg(%x) : f32[4]\n  return y = %0\n}\n");
  }

  @Test
  void aFunctionWithoutParametersHasAnEmptySignature() {
    assertThat(ops.function("one", Map.of("y", ops.constant(1))))
        .hasToString("function one() {\n  %0 = constant{1.0} : f32[]\n  return y = %0\n}\n");
  }
}
