package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.engine.nativejava.compile.Compiler;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers whose rows go through several products at once against the same layers one by one. */
class SparseChainTest {

  private static final int[] WIDTHS = {150, 70, 33, 90, 150};

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void layersInAChainGiveTheBitsOfLayersOneByOne(String width) {
    for (int threads : new int[] {1, 2}) {
      EngineOptions options = EngineOptions.defaults().withThreads(threads).with("width", width);
      try (Engine engine = new NativeEngineFactory().open(options)) {
        for (int dense = -1; dense < WIDTHS.length - 1; dense++) {
          Residents residents = engine.residents();
          weights(dense).forEach(residents::put);
          try (Program chain = engine.compile(layers(false), residents);
              Program single = engine.compile(layers(true), residents)) {
            for (int batch : new int[] {1, 2, 15, 64, 65, 100}) {
              Map<String, Tensor> inputs = Map.of("x", random(new Random(batch), batch, WIDTHS[0]));
              assertThat(chain.run(inputs).get("y").toFloats())
                  .as("batch %d, %d threads, layer %d dense", batch, threads, dense)
                  .containsExactly(single.run(inputs).get("y").toFloats());
            }
          }
        }
      }
    }
  }

  @Test
  void onlyWhatNobodyElseReadsIsPassedOnInAChain() {
    assertThat(Compiler.compile(layers(false), Map.of("batch", 8)).steps()).hasSize(1);
    assertThat(Compiler.compile(layers(true), Map.of("batch", 8)).steps()).hasSize(4);
  }

  /** Layers relu(x · kernel + bias), of odd layers without bias; their outputs, or the last one. */
  private static Function layers(boolean all) {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(WIDTHS[0]))));
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (int i = 1; i < WIDTHS.length; i++) {
      Value kernel = ops.resident("k" + i, TensorType.f32(Shape.of(WIDTHS[i - 1], WIDTHS[i])));
      x = ops.matmul(x, kernel);
      if (i % 2 == 1) {
        x = ops.add(x, ops.resident("b" + i, TensorType.f32(Shape.of(WIDTHS[i]))));
      }
      x = Composites.relu(ops, x);
      if (all) {
        outputs.put("layer" + i, x);
      }
    }
    outputs.put("y", x);
    return ops.function("layers", outputs);
  }

  /** Scattered zeros and blocks of zeros by turns, and one layer without. */
  private static Map<String, Tensor> weights(int dense) {
    Random random = new Random(5);
    Map<String, Tensor> weights = new HashMap<>();
    for (int i = 1; i < WIDTHS.length; i++) {
      float[] kernel = random(random, WIDTHS[i - 1], WIDTHS[i]).toFloats();
      int block = i % 2 == 0 ? 1 : 16;
      for (int at = 0; at < kernel.length; at += block) {
        if (i != dense + 1 && random.nextDouble() < 0.85) {
          Arrays.fill(kernel, at, Math.min(kernel.length, at + block), 0);
        }
      }
      weights.put("k" + i, Tensor.view(Shape.of(WIDTHS[i - 1], WIDTHS[i]), kernel));
      weights.put(
          "b" + i, Tensor.view(Shape.of(WIDTHS[i]), random(random, 1, WIDTHS[i]).toFloats()));
    }
    return weights;
  }

  private static Tensor random(Random random, int rows, int columns) {
    float[] x = new float[rows * columns];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.view(Shape.of(rows, columns), x);
  }
}
