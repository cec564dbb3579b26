package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Composites;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inference leaves out blocks of zeros of a convolution's kernel; the bits stay. */
class SparseConvolutionTest {

  private static final Shape SPATIAL = Shape.of(9, 7);

  @ParameterizedTest
  @CsvSource({
    "16, 16, 1, false",
    "5, 40, 1, false",
    "17, 33, 1, false",
    "32, 64, 2, false",
    "16, 16, 1, true",
    "20, 33, 1, true",
    "32, 64, 2, true"
  })
  void kernelsWithZerosGiveTheBitsOfTheDenseProduct(
      int in, int out, int groups, boolean ofChannels) {
    Tensor x = random(Shape.of(3, 9, 7, in), 1);
    Tensor kernel = kernel(in / groups, out, 0.8, ofChannels);
    Map<String, Tensor> expected = dense(in, out, groups, x, kernel);
    for (String width : new String[] {"scalar", "128", "256", "512", "auto"}) {
      for (int threads : new int[] {1, 3}) {
        try (Engine engine = open(width, threads)) {
          Residents residents = engine.residents();
          residents.put("kernel", kernel);
          try (Program layer = engine.compile(layer(in, out, groups, true), residents)) {
            Map<String, Tensor> got = layer.run(Map.of("x", x));
            expected.forEach(
                (name, tensor) ->
                    assertThat(got.get(name).toFloats())
                        .as("%s, width %s, %d threads", name, width, threads)
                        .containsExactly(tensor.toFloats()));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"scalar", "auto"})
  void aKernelThatIsPutAnewIsLookedThroughAnew(String width) {
    Tensor x = random(Shape.of(3, 9, 7, 16), 1);
    try (Engine engine = open(width, 1)) {
      Residents residents = engine.residents();
      residents.put("kernel", kernel(16, 32, 0.8, false));
      try (Program layer = engine.compile(layer(16, 32, 1, true), residents)) {
        for (double zeros : new double[] {0.9, 0, 1, 0.7}) {
          Tensor kernel = kernel(16, 32, zeros, false);
          residents.put("kernel", kernel);
          Map<String, Tensor> got = layer.run(Map.of("x", x));
          dense(16, 32, 1, x, kernel)
              .forEach(
                  (name, tensor) ->
                      assertThat(got.get(name).toFloats())
                          .as("%s, share %s", name, zeros)
                          .containsExactly(tensor.toFloats()));
        }
      }
    }
  }

  private static Engine open(String width, int threads) {
    return new NativeEngineFactory()
        .open(EngineOptions.defaults().withThreads(threads).with("width", width));
  }

  /** With the kernel as an input, in which nobody looks for zeros. */
  private static Map<String, Tensor> dense(int in, int out, int groups, Tensor x, Tensor kernel) {
    try (Engine engine = open("scalar", 1);
        Program layer = engine.compile(layer(in, out, groups, false), engine.residents())) {
      return layer.run(Map.of("x", x, "kernel", kernel));
    }
  }

  /** A convolution, and the transposed one back; sums are positive, so that no 0 has a sign. */
  private static Function layer(int in, int out, int groups, boolean frozen) {
    Ops ops = new Ops();
    Window window = Window.of(3, 3).withStrides(2, 1).same(SPATIAL);
    Value x = ops.input("x", TensorType.f32(Shape.of(3, 9, 7, in)));
    TensorType type = TensorType.f32(Shape.of(3, 3, in / groups, out));
    Value kernel = frozen ? ops.resident("kernel", type) : ops.input("kernel", type);
    Value y = Composites.relu(ops, ops.conv(x, kernel, window, groups));
    Value back = ops.convTransposed(y, kernel, window, groups, SPATIAL);
    return ops.function("layer", Map.of("y", y, "back", ops.add(back, 1)));
  }

  /** Zeros in blocks of 16 filters of a channel, or of 16 channels of a filter. */
  private static Tensor kernel(int in, int out, double zeros, boolean ofChannels) {
    Random random = new Random(2);
    boolean[] blocks = new boolean[9 * in * out];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = random.nextDouble() < zeros;
    }
    float[] values = new float[9 * in * out];
    for (int i = 0; i < values.length; i++) {
      int filter = i % out;
      int channel = i / out % in;
      int first = ofChannels ? channel % 16 * out : filter % 16;
      values[i] = blocks[i - first] ? 0 : random.nextFloat() - 0.5f;
    }
    return Tensor.of(Shape.of(3, 3, in, out), values);
  }

  private static Tensor random(Shape shape, int seed) {
    Random random = new Random(seed);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() + 0.1f;
    }
    return Tensor.of(shape, values);
  }
}
