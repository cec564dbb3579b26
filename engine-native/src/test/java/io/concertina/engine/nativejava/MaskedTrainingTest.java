package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Composites;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training steps whose products leave out masked weights against steps that compute with zeros. */
class MaskedTrainingTest {

  private static final int[] WIDTHS = {130, 90, 40, 130};
  private static final int STEPS = 3;

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void maskedWeightsTrainToTheBitsOfDenseProducts(String width) {
    for (int block : new int[] {1, 16}) {
      for (int batch : new int[] {2, 33, 100}) {
        Map<String, Tensor> dense = trained(step(true), width, 1, block, batch);
        for (int threads : new int[] {1, 2}) {
          Map<String, Tensor> sparse = trained(step(false), width, threads, block, batch);
          dense.forEach(
              (name, expected) ->
                  assertThat(sparse.get(name).toFloats())
                      .as("%s, blocks of %d, batch %d, %d threads", name, block, batch, threads)
                      .containsExactly(expected.toFloats()));
        }
      }
    }
  }

  /** Some steps behind one mask, then some behind a new one. */
  private static Map<String, Tensor> trained(
      Function step, String width, int threads, int block, int batch) {
    EngineOptions options = EngineOptions.defaults().withThreads(threads).with("width", width);
    Map<String, Tensor> trained = new LinkedHashMap<>();
    try (Engine engine = new NativeEngineFactory().open(options)) {
      Residents residents = engine.residents();
      Random random = new Random(3);
      for (int i = 1; i < WIDTHS.length; i++) {
        residents.put("k" + i, random(random, WIDTHS[i - 1], WIDTHS[i]));
        residents.put("b" + i, Tensor.full(Shape.of(WIDTHS[i]), 0));
      }
      try (Program program = engine.compile(step, residents)) {
        for (double masked : new double[] {0.8, 0.9}) {
          for (int i = 1; i < WIDTHS.length; i++) {
            residents.put("m" + i, mask(random, WIDTHS[i - 1], WIDTHS[i], block, masked));
          }
          for (int t = 0; t < STEPS; t++) {
            Tensor x = random(new Random(t), batch, WIDTHS[0]);
            trained.put("loss " + masked + t, program.run(Map.of("x", x)).get("loss"));
          }
        }
      }
      for (int i = 1; i < WIDTHS.length; i++) {
        trained.put("k" + i, residents.get("k" + i));
        trained.put("b" + i, residents.get("b" + i));
      }
    }
    return trained;
  }

  /**
   * Gradient descent on the mean squared error of relu layers behind masks.
   *
   * @param dense the step also writes the masks, so the engine cannot rely on them
   */
  private static Function step(boolean dense) {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(WIDTHS[0]))));
    Map<String, Value> weights = new LinkedHashMap<>();
    Map<String, Value> updates = new LinkedHashMap<>();
    Value y = x;
    for (int i = 1; i < WIDTHS.length; i++) {
      Shape shape = Shape.of(WIDTHS[i - 1], WIDTHS[i]);
      Value kernel = ops.resident("k" + i, TensorType.f32(shape));
      Value mask = ops.resident("m" + i, new TensorType(DType.BOOL, shape));
      Value bias = ops.resident("b" + i, TensorType.f32(Shape.of(WIDTHS[i])));
      weights.put("k" + i, kernel);
      weights.put("b" + i, bias);
      if (dense) {
        updates.put("m" + i, mask);
      }
      Value masked = ops.mul(kernel, ops.cast(mask, DType.F32));
      y = Composites.relu(ops, ops.add(ops.matmul(y, masked), bias));
    }
    Value loss = ops.meanAll(Composites.square(ops, ops.sub(y, x)));
    List<Value> gradients = Gradients.of(ops, loss, List.copyOf(weights.values()));
    int at = 0;
    for (Map.Entry<String, Value> weight : weights.entrySet()) {
      Value change = ops.mul(gradients.get(at++), 0.1);
      updates.put(weight.getKey(), ops.sub(weight.getValue(), change));
    }
    return ops.function("step", Map.of("loss", loss), updates);
  }

  private static Tensor random(Random random, int rows, int columns) {
    float[] x = new float[rows * columns];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.view(Shape.of(rows, columns), x);
  }

  private static Tensor mask(Random random, int rows, int columns, int block, double masked) {
    int[] bits = new int[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < columns; j += block) {
        int kept = random.nextDouble() < masked ? 0 : 1;
        for (int i = j; i < Math.min(columns, j + block); i++) {
          bits[row * columns + i] = kept;
        }
      }
    }
    return Tensor.ofBooleans(Shape.of(rows, columns), bits);
  }
}
