package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.engine.nativejava.compile.RowIndependence;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Resize;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** A batch that runs in blocks of rows gives what its rows give one by one. */
class RowBlocksTest {

  private static final int IN = 37;
  private static final int OUT = 21;

  @Test
  void blocksGiveTheBitsOfSingleRows() {
    for (int threads : new int[] {1, 2, 3}) {
      try (Engine engine = new NativeEngineFactory().open(options(threads));
          Program layer = engine.compile(layer(), residents(engine))) {
        for (int rows : new int[] {128, 129, 256, 500}) {
          Tensor x = random(rows, IN, rows);
          Map<String, Tensor> whole = layer.run(Map.of("x", x));
          assertThat(whole.keySet()).containsExactlyInAnyOrder("y", "largest");
          for (int row : new int[] {0, 1, 127, rows - 1}) {
            Map<String, Tensor> one = layer.run(Map.of("x", row(x, row)));
            assertThat(row(whole.get("y"), row).toFloats())
                .as("row %d of %d, %d threads", row, rows, threads)
                .containsExactly(one.get("y").toFloats());
            assertThat(whole.get("largest").intAt(row)).isEqualTo(one.get("largest").intAt(0));
          }
        }
      }
    }
  }

  @Test
  void aWeightThatIsPutAnewIsSeen() {
    try (Engine engine = new NativeEngineFactory().open(options(2))) {
      Residents residents = residents(engine);
      try (Program layer = engine.compile(layer(), residents)) {
        Tensor x = random(300, IN, 1);
        layer.run(Map.of("x", x));
        residents.put("w", random(IN, OUT, 9));
        Tensor whole = layer.run(Map.of("x", x)).get("y");
        Tensor one = layer.run(Map.of("x", row(x, 299))).get("y");
        assertThat(row(whole, 299).toFloats()).containsExactly(one.toFloats());
      }
    }
  }

  @Test
  void aPlanSaysThatItRunsInBlocks() {
    try (Engine engine = new NativeEngineFactory().open(options(1));
        Program layer = engine.compile(layer(), residents(engine))) {
      layer.run(Map.of("x", random(1000, IN, 1)));
      assertThat(layer.toString()).startsWith("rows in blocks of 128");
    }
  }

  @Test
  void rowsThatStayByThemselvesAreIndependent() {
    assertIndependent((ops, x) -> Composites.softmax(ops, x), true);
    assertIndependent((ops, x) -> ops.sum(x, 1), true);
    assertIndependent((ops, x) -> ops.reshape(x, Shape.of(BATCH, Dim.of(1), Dim.of(IN))), true);
    assertIndependent((ops, x) -> ops.reverse(x, 1), true);
    assertIndependent((ops, x) -> ops.sub(x, ops.constant(2f)), true);
  }

  @Test
  void imagesUnderWindowsAreIndependentButTheGradientOfTheirKernelIsNot() {
    Shape lines = Shape.of(BATCH, Dim.of(IN), Dim.of(1));
    Window window = Window.of(3);
    BiFunction<Ops, Value, Value> conv =
        (ops, x) -> ops.conv(ops.reshape(x, lines), ops.resident("k", kernel(OUT)), window, 1);
    assertIndependent(conv, true);
    assertIndependent((ops, x) -> ops.maxPool(ops.reshape(x, lines), window), true);
    assertIndependent((ops, x) -> ops.avgPool(conv.apply(ops, x), window, false), true);
    assertIndependent((ops, x) -> Resize.linear(ops, ops.reshape(x, lines), Shape.of(50)), true);
    Windowed gradient = new Windowed.ConvKernelGradient(Window.of(IN), 1);
    Shape points = Shape.of(BATCH, Dim.of(1), Dim.of(IN));
    assertIndependent(
        (ops, x) ->
            ops.mul(
                ops.reshape(x, lines),
                ops.sumAll(ops.emit(gradient, ops.reshape(x, lines), ops.reshape(x, points)))),
        false);
  }

  private static TensorType kernel(int filters) {
    return TensorType.f32(Shape.of(3, 1, filters));
  }

  @Test
  void rowsThatSeeTheBatchAreNot() {
    assertIndependent((ops, x) -> ops.sum(x, 0), false);
    assertIndependent((ops, x) -> ops.sub(x, ops.sum(x, 0)), false);
    assertIndependent((ops, x) -> ops.reverse(x, 0), false);
    assertIndependent((ops, x) -> ops.matmul(x, ops.transpose(x, 1, 0)), false);
    assertIndependent((ops, x) -> ops.mul(x, ops.dimSize(BATCH)), false);
    assertIndependent((ops, x) -> ops.add(x, ops.resident("r", x.type())), false);
    assertIndependent((ops, x) -> ops.reshape(x, Shape.of(BATCH.times(Dim.of(IN)))), false);
  }

  private static final Dim BATCH = Dim.named("batch");

  private static void assertIndependent(BiFunction<Ops, Value, Value> body, boolean expected) {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(IN))));
    Function function = ops.function("f", Map.of("y", body.apply(ops, x)));
    assertThat(RowIndependence.of(function).isPresent())
        .as(function.toString())
        .isEqualTo(expected);
  }

  private static EngineOptions options(int threads) {
    return EngineOptions.defaults().withThreads(threads);
  }

  private static Function layer() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(IN))));
    Value w = ops.resident("w", TensorType.f32(Shape.of(IN, OUT)));
    Value y = Composites.softmax(ops, ops.matmul(x, w));
    return ops.function("layer", Map.of("y", y, "largest", ops.argMax(y, 1)));
  }

  private static Residents residents(Engine engine) {
    Residents residents = engine.residents();
    residents.put("w", random(IN, OUT, 7));
    return residents;
  }

  private static Tensor random(int rows, int columns, long seed) {
    Random random = new Random(seed);
    float[] elements = new float[rows * columns];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.of(Shape.of(rows, columns), elements);
  }

  private static Tensor row(Tensor x, int row) {
    int width = x.shape().dim(1).size();
    float[] elements = new float[width];
    x.copyTo(row * width, elements, 0, width);
    return Tensor.of(Shape.of(1, width), elements);
  }
}
