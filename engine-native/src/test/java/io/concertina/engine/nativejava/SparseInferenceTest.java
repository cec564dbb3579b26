package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.ScanBuilder;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rewrites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Inference leaves out the zeros of weights, whatever it then is: the bits stay. */
class SparseInferenceTest {

  private static final int WIDTH = 150;

  @Test
  void sparseWeightsGiveTheBitsOfTheFusedMultiplyAdds() {
    for (int block : new int[] {1, 16}) {
      Tensor kernel = kernel(block, 0.9);
      for (int threads : new int[] {1, 3}) {
        try (Engine engine = open(threads);
            Program layer = engine.compile(layer(), residents(engine, kernel))) {
          for (int batch : new int[] {1, 2, 31, 100}) {
            Tensor x = random(batch, WIDTH, batch);
            assertThat(layer.run(Map.of("x", x)).get("y").toFloats())
                .as("block %d, batch %d, %d threads", block, batch, threads)
                .containsExactly(expected(x, kernel));
          }
        }
      }
    }
  }

  @Test
  void loopsLeaveOutTheZerosOfTheirWeights() {
    int steps = 4;
    for (int block : new int[] {1, 16}) {
      Tensor kernel = kernel(block, 0.9);
      for (int threads : new int[] {1, 3}) {
        try (Engine engine = open(threads);
            Program loop = engine.compile(loop(steps), residents(engine, kernel))) {
          for (int batch : new int[] {1, 2, 31, 100}) {
            Tensor x = random(batch, WIDTH, batch);
            Tensor state = x;
            for (int step = 0; step < steps; step++) {
              state = Tensor.of(x.shape(), expected(state, kernel));
            }
            assertThat(loop.run(Map.of("x", x)).get("y").toFloats())
                .as("block %d, batch %d, %d threads", block, batch, threads)
                .containsExactly(state.toFloats());
          }
        }
      }
    }
  }

  @Test
  void aResidentThatIsPutAnewIsCompressedAnew() {
    try (Engine engine = open(1)) {
      Residents residents = residents(engine, kernel(1, 0.9));
      try (Program layer = engine.compile(layer(), residents)) {
        Tensor x = random(1, WIDTH, 5);
        layer.run(Map.of("x", x));
        for (double zeros : new double[] {0.95, 0.2, 0.99}) {
          Tensor kernel = kernel(1, zeros);
          residents.put("kernel", kernel);
          assertThat(layer.run(Map.of("x", x)).get("y").toFloats())
              .containsExactly(expected(x, kernel));
        }
      }
    }
  }

  @Test
  void aResidentThatAStepUpdatesIsCompressedAnew() {
    Ops ops = new Ops();
    Value kernel = ops.resident("kernel", TensorType.f32(Shape.of(WIDTH, WIDTH)));
    Function halve = ops.function("halve", Map.of(), Map.of("kernel", ops.mul(kernel, 0.5)));
    Tensor first = kernel(1, 0.9);
    try (Engine engine = open(1)) {
      Residents residents = residents(engine, first);
      try (Program layer = engine.compile(layer(), residents);
          Program step = engine.compile(halve, residents)) {
        Tensor x = random(3, WIDTH, 5);
        layer.run(Map.of("x", x));
        step.run(Map.of());
        assertThat(layer.run(Map.of("x", x)).get("y").toFloats())
            .containsExactly(expected(x, residents.get("kernel")));
      }
    }
  }

  @Test
  void eightCallersShareOneProgram() throws Exception {
    Tensor kernel = kernel(1, 0.9);
    try (Engine engine = open(2);
        Program layer = engine.compile(layer(), residents(engine, kernel));
        ExecutorService callers = Executors.newFixedThreadPool(8)) {
      List<Future<?>> calls = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        Tensor x = random(1 + caller % 3 * 20, WIDTH, caller);
        float[] expected = expected(x, kernel);
        calls.add(
            callers.submit(
                () -> {
                  for (int i = 0; i < 200; i++) {
                    assertThat(layer.run(Map.of("x", x)).get("y").toFloats())
                        .containsExactly(expected);
                  }
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  private static Engine open(int threads) {
    return new NativeEngineFactory().open(EngineOptions.defaults().withThreads(threads));
  }

  private static Residents residents(Engine engine, Tensor kernel) {
    Residents residents = engine.residents();
    residents.put("kernel", kernel);
    return residents;
  }

  /** y = relu(x · kernel). */
  private static Function layer() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(WIDTH))));
    Value kernel = ops.resident("kernel", TensorType.f32(Shape.of(WIDTH, WIDTH)));
    return ops.function("layer", Map.of("y", Composites.relu(ops, ops.matmul(x, kernel))));
  }

  /** The layer upon itself. */
  private static Function loop(int steps) {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(WIDTH))));
    Value kernel = ops.resident("kernel", TensorType.f32(Shape.of(WIDTH, WIDTH)));
    Value y =
        ops.scan()
            .carry(x)
            .over(ops.broadcast(ops.constant(0), Shape.of(steps)))
            .with(kernel)
            .emit(
                (inner, in) ->
                    ScanBuilder.Step.of(
                        List.of(Composites.relu(inner, inner.matmul(in.carried(0), in.fixed(0)))),
                        List.of()))
            .carried(0);
    return Rewrites.loops(ops.function("loop", Map.of("y", y)));
  }

  private static Tensor random(int rows, int columns, long seed) {
    Random random = new Random(seed);
    float[] x = new float[rows * columns];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.view(Shape.of(rows, columns), x);
  }

  private static Tensor kernel(int block, double zeros) {
    Random random = new Random(7);
    float[] x = random(WIDTH, WIDTH, 9).toFloats();
    for (int row = 0; row < WIDTH; row++) {
      for (int j = 0; j < WIDTH; j += block) {
        if (random.nextDouble() < zeros) {
          for (int i = j; i < Math.min(WIDTH, j + block); i++) {
            x[row * WIDTH + i] = 0;
          }
        }
      }
    }
    return Tensor.view(Shape.of(WIDTH, WIDTH), x);
  }

  private static float[] expected(Tensor x, Tensor kernel) {
    float[] a = x.toFloats();
    float[] b = kernel.toFloats();
    float[] y = new float[a.length];
    for (int i = 0; i < y.length; i++) {
      float sum = 0;
      for (int p = 0; p < WIDTH; p++) {
        sum = Math.fma(a[i / WIDTH * WIDTH + p], b[p * WIDTH + i % WIDTH], sum);
      }
      y[i] = sum <= 0 ? 0 : sum;
    }
    return y;
  }
}
