package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** A function that meets its rows only in sums runs in blocks of rows and adds them up. */
class SummedBlocksTest {

  private static final Dim BATCH = Dim.named("batch");
  private static final int STEPS = 20;
  private static final int WIDTH = 5;
  private static final String SUMMED = "sums over blocks of 16 rows";

  @Test
  void sumsOfBlocksAreTheSumsOfTheRows() {
    for (int rows : new int[] {32, 40, 47, 64}) {
      Tensor x = random(rows);
      float[] sums = run(function(SummedBlocksTest::squares), x, 2).get("y").toFloats();
      float[] cells = x.toFloats();
      for (int i = 0; i < WIDTH; i++) {
        for (int j = 0; j < WIDTH; j++) {
          double expected = 0;
          for (int row = 0; row < rows * STEPS; row++) {
            expected += (double) cells[row * WIDTH + i] * cells[row * WIDTH + j];
          }
          assertThat((double) sums[i * WIDTH + j])
              .as("element %d, %d of %d rows", i, j, rows)
              .isCloseTo(expected, within(1e-5 * rows * STEPS));
        }
      }
    }
  }

  @Test
  void bitsDoNotDependOnTheNumberOfThreads() {
    Tensor x = random(75);
    Function function = function(SummedBlocksTest::squares);
    float[] expected = run(function, x, 1).get("y").toFloats();
    for (int threads : new int[] {2, 3, 4}) {
      assertThat(run(function, x, threads).get("y").toFloats()).containsExactly(expected);
    }
  }

  @Test
  void randomBitsAreThoseOfTheWholeBatch() {
    Tensor x = random(40);
    Map<String, Tensor> summed = run(function(SummedBlocksTest::drawn), x, 2);
    Ops ops = new Ops();
    Value input = input(ops);
    Function byRow = ops.function("f", Map.of("y", product(ops, input)));
    float[] rows = run(byRow, x, 2).get("y").toFloats();
    double expected = 0;
    for (float value : rows) {
      expected += value;
    }
    double tolerance = 1e-5 * rows.length;
    assertThat((double) summed.get("loss").toFloats()[0]).isCloseTo(expected, within(tolerance));
  }

  @Test
  void aMeanKnowsTheWholeBatch() {
    Tensor x = random(48);
    Function mean =
        function(
            (ops, rows) ->
                Map.of(
                    "y",
                    squares(ops, rows).get("y"),
                    "mean",
                    ops.div(ops.sumAll(rows), ops.dimSize(rows.shape().elements()))));
    double sum = 0;
    for (float value : x.toFloats()) {
      sum += value;
    }
    assertThat((double) run(mean, x, 2).get("mean").toFloats()[0])
        .isCloseTo(sum / x.size(), within(1e-5));
  }

  @Test
  void residentsAreUpdatedOnce() {
    Ops ops = new Ops();
    Value x = input(ops);
    Value total = ops.resident("total", TensorType.f32(Shape.of(WIDTH, WIDTH)));
    Value next = ops.add(total, squares(ops, x).get("y"));
    Function step = ops.function("step", Map.of("y", ops.sumAll(next)), Map.of("total", next));
    Tensor rows = random(64);
    try (Engine engine = engine(2);
        Residents residents = engine.residents()) {
      residents.put("total", Tensor.full(Shape.of(WIDTH, WIDTH), 0f));
      try (Program program = engine.compile(step, residents)) {
        program.run(Map.of("x", rows));
        float[] once = residents.get("total").toFloats();
        program.run(Map.of("x", rows));
        float[] twice = residents.get("total").toFloats();
        assertThat(program.toString()).startsWith(SUMMED);
        for (int i = 0; i < once.length; i++) {
          assertThat(twice[i]).isEqualTo(2 * once[i]);
        }
      }
    }
  }

  @Test
  void plansSayWhetherRowsMeetInSumsOnly() {
    assertSummed(SummedBlocksTest::squares, true);
    assertSummed(SummedBlocksTest::drawn, true);
    assertSummed(
        (ops, x) -> Map.of("y", product(ops, ops.sub(x, ops.broadcast(ops.sum(x, 0), x.shape())))),
        false);
    assertSummed((ops, x) -> Map.of("y", product(ops, x)), false);
    assertSummed((ops, x) -> Map.of("y", ops.sum(x, 0)), false);
  }

  /** Rows of one order times rows of another: a block has not the partners of its rows. */
  @Test
  void stepsMeetOnlyStepsOfTheSameOrder() {
    Shape flat = Shape.of(BATCH.times(Dim.of(STEPS)), Dim.of(WIDTH));
    assertSummed(
        (ops, x) -> {
          Value steps = ops.reshape(ops.transpose(x, 1, 0, 2), flat);
          return Map.of("y", ops.matmul(ops.transpose(steps, 1, 0), ops.reshape(x, flat)));
        },
        false);
    assertSummed(
        (ops, x) -> {
          Value steps = ops.reshape(ops.transpose(x, 1, 0, 2), flat);
          Value one = ops.add(steps, ops.broadcast(ops.constant(1f), flat));
          return Map.of("y", ops.matmul(ops.transpose(steps, 1, 0), one));
        },
        true);
  }

  private static void assertSummed(
      BiFunction<Ops, Value, Map<String, Value>> body, boolean expected) {
    Function function = function(body);
    try (Engine engine = engine(1);
        Residents residents = engine.residents();
        Program program = engine.compile(function, residents)) {
      program.run(inputs(function, random(32)));
      assertThat(program.toString().startsWith(SUMMED)).as(function.toString()).isEqualTo(expected);
    }
  }

  private static Map<String, Tensor> run(Function function, Tensor x, int threads) {
    try (Engine engine = engine(threads);
        Residents residents = engine.residents();
        Program program = engine.compile(function, residents)) {
      return program.run(inputs(function, x));
    }
  }

  private static Map<String, Tensor> inputs(Function function, Tensor x) {
    return function.parameters(Source.Kind.INPUT).size() == 1
        ? Map.of("x", x)
        : Map.of("x", x, "key", Tensor.of(Shape.of(2), 3, 4));
  }

  private static Engine engine(int threads) {
    return new NativeEngineFactory().open(EngineOptions.defaults().withThreads(threads));
  }

  private static Value input(Ops ops) {
    return ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(STEPS), Dim.of(WIDTH))));
  }

  private static Function function(BiFunction<Ops, Value, Map<String, Value>> body) {
    Ops ops = new Ops();
    return ops.function("f", body.apply(ops, input(ops)));
  }

  /** A product of each step with itself, summed over steps and rows. */
  private static Map<String, Value> squares(Ops ops, Value x) {
    Value steps = ops.transpose(x, 1, 0, 2);
    Value flat = ops.reshape(steps, Shape.of(BATCH.times(Dim.of(STEPS)), Dim.of(WIDTH)));
    return Map.of("y", ops.matmul(ops.transpose(flat, 1, 0), flat));
  }

  /** The same and a sum of cells that are multiplied by chance. */
  private static Map<String, Value> drawn(Ops ops, Value x) {
    return Map.of("y", squares(ops, x).get("y"), "loss", ops.sumAll(product(ops, x)));
  }

  private static Value product(Ops ops, Value x) {
    Value key = ops.input("key", new TensorType(DType.I32, Shape.of(2)));
    Value bits = ops.emit(new Source.RandomBits(7, x.shape()), key);
    Value chance = ops.select(ops.lt(bits, ops.constantLike(bits, 0)), x, ops.mul(x, x));
    return ops.add(x, chance);
  }

  private static Tensor random(int rows) {
    Random random = new Random(rows);
    float[] cells = new float[rows * STEPS * WIDTH];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.of(Shape.of(rows, STEPS, WIDTH), cells);
  }
}
