package io.concertina.engine.nativejava.plan.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.nativejava.NativeEngineFactory;
import io.concertina.engine.nativejava.compile.Compiler;
import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.engine.nativejava.plan.Workers;
import io.concertina.ir.Composites;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import io.concertina.testkit.cases.OperationCases;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvolutionTest {

  @ParameterizedTest
  @ValueSource(strings = {"scalar", "128", "256", "512"})
  void everyGeometryAgreesWithTheReferenceAtEveryWidth(String width) {
    EngineOptions options = EngineOptions.defaults().with("width", width);
    try (Engine engine = new NativeEngineFactory().open(options)) {
      OperationCases.windows().forEach(test -> test.check(engine));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3, 12, 10, 1, 16, 1",
    "9, 7, 7, 16, 32, 1",
    "2, 6, 9, 20, 70, 1",
    "5, 5, 5, 6, 6, 6",
    "2, 4, 5, 64, 8, 2",
    "1, 3, 3, 200, 5, 1"
  })
  void widthsAndThreadsChangeNoBit(int batch, int high, int wide, int in, int out, int groups) {
    for (int stride = 1; stride <= 2; stride++) {
      Function function = layer(batch, Shape.of(high, wide), in, out, groups, stride);
      Map<String, float[]> expected = run(function, "scalar", 1);
      for (String width : List.of("128", "256", "512", KernelProvider.AUTO)) {
        for (int threads : new int[] {1, 3}) {
          Map<String, float[]> results = run(function, width, threads);
          expected.forEach(
              (name, numbers) ->
                  assertThat(results.get(name)).as(name + width).containsExactly(numbers));
        }
      }
    }
  }

  @Test
  void biasAndActivationFollowTheConvolutionInItsStep() {
    Function function = layer(4, Shape.of(8, 8), 3, 16, 1, 2);
    assertThat(Compiler.compile(function, Map.of()).steps().getFirst())
        .hasToString(
            "conv 4 x 8x8 x 3 by 3x3 to 4x4 x 16 (x, kernel) -> #0;"
                + " then {add, le, select}(#0, bias) -> #0; column sums(#0) -> #1");
  }

  /** A convolution with bias, activation and column sums, and its gradients with those of y. */
  private static Function layer(int batch, Shape spatial, int in, int out, int groups, int stride) {
    Ops ops = new Ops();
    Window window = Window.of(3, 3).withStrides(stride, stride).same(spatial);
    int high = spatial.dim(0).size();
    int wide = spatial.dim(1).size();
    Value x = ops.input("x", TensorType.f32(Shape.of(batch, high, wide, in)));
    Value kernel = ops.input("kernel", TensorType.f32(Shape.of(3, 3, in / groups, out)));
    Value bias = ops.input("bias", TensorType.f32(Shape.of(out)));
    Value y = Composites.relu(ops, ops.add(ops.conv(x, kernel, window, groups), bias));
    Value dx = ops.convTransposed(y, kernel, window, groups, spatial);
    Value dk = ops.emit(new Windowed.ConvKernelGradient(window, groups), x, y);
    return ops.function(
        "layer", Map.of("y", y, "dx", dx, "dk", dk, "columns", ops.sum(y, 0, 1, 2)));
  }

  private static Map<String, float[]> run(Function function, String width, int threads) {
    try (Workers workers = new Workers(threads)) {
      Map<String, Tensor> inputs = new HashMap<>();
      for (Value input : function.parameters(Source.Kind.INPUT)) {
        String name = Function.parameter(input).name();
        Random random = new Random(name.length());
        float[] values = new float[input.shape().size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextFloat() - 0.5f;
        }
        inputs.put(name, Tensor.of(input.shape(), values));
      }
      Map<String, Tensor> outputs =
          Compiler.compile(function, Map.of())
              .workspace(KernelProvider.choose(width), workers, _ -> new float[0])
              .run(inputs);
      Map<String, float[]> results = new HashMap<>();
      outputs.forEach((name, value) -> results.put(name, value.toFloats()));
      return results;
    }
  }
}
