package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.engine.nativejava.compile.RowIndependence;
import io.concertina.ir.Cells;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.ScanBuilder;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.ir.rewrite.Rewrites;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Threads that share the rows of a loop give the bits of one thread. */
class LoopRowsTest {

  private static final Dim BATCH = Dim.named("batch");
  private static final int STEPS = 9;
  private static final int IN = 6;
  private static final int UNITS = 40;

  /** Odd, so that threads have different numbers of rows. */
  private static final int ROWS = 37;

  @Test
  void trainingGivesTheSameBitsOnAnyNumberOfThreads() {
    Function step = step();
    Map<String, Tensor> one = run(step, 1, ROWS);
    for (int threads : new int[] {2, 3, 4}) {
      Map<String, Tensor> several = run(step, threads, ROWS);
      one.forEach((name, value) -> assertSame(several.get(name), value, name + " " + threads));
    }
  }

  @Test
  void inferenceGivesTheBitsOfSingleRows() {
    Function codes = codes();
    Map<String, Tensor> single = run(codes, 1, 1);
    for (int threads : new int[] {1, 2, 3}) {
      for (int rows : new int[] {31, 32, 64, 200}) {
        float[] all = run(codes, threads, rows).get("code").toFloats();
        assertThat(Arrays.copyOf(all, UNITS))
            .as("%d rows, %d threads", rows, threads)
            .containsExactly(single.get("code").toFloats());
      }
    }
  }

  @Test
  void aBatchUnderALoopRunsInBlocksOnlyIfItsRowsAreIndependent() {
    assertThat(RowIndependence.of(codes())).contains("batch");
    assertThat(RowIndependence.of(meeting())).isEmpty();
    assertThat(RowIndependence.of(mixedByReshape())).isEmpty();
  }

  @Test
  void rowsThatMeetInALoopGiveTheSameBitsOnAnyNumberOfThreads() {
    Map<String, Tensor> one = run(meeting(), 1, 64);
    Map<String, Tensor> two = run(meeting(), 2, 64);
    assertSame(two.get("code"), one.get("code"), "meeting");
  }

  private static void assertSame(Tensor actual, Tensor expected, String what) {
    assertThat(actual.toFloats()).as(what).containsExactly(expected.toFloats());
  }

  /** The last state of an LSTM over rows of different lengths. */
  private static Value code(Ops ops, List<Value> weights) {
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(STEPS), Dim.of(IN))));
    Value lengths = ops.input("lengths", new TensorType(DType.I32, Shape.of(BATCH)));
    Value zero = ops.broadcast(ops.constant(0f), Shape.of(BATCH, Dim.of(UNITS)));
    return ops.scan()
        .carry(zero, zero)
        .over(ops.transpose(x, 1, 0, 2))
        .with(weights.toArray(Value[]::new))
        .lengths(lengths)
        .emit(
            (inner, in) -> {
              Value now = in.scanned(0);
              List<Value> next =
                  Cells.lstm(
                      inner,
                      now,
                      in.carried(0),
                      in.carried(1),
                      in.fixed(0),
                      in.fixed(1),
                      in.fixed(2));
              return ScanBuilder.Step.of(next, List.of(next.getFirst()));
            })
        .carried(0);
  }

  private static List<Value> weights(Ops ops) {
    return List.of(
        ops.resident("w", TensorType.f32(Shape.of(IN, 4 * UNITS))),
        ops.resident("u", TensorType.f32(Shape.of(UNITS, 4 * UNITS))),
        ops.resident("b", TensorType.f32(Shape.of(4 * UNITS))));
  }

  private static Function codes() {
    Ops ops = new Ops();
    return Rewrites.loops(ops.function("codes", Map.of("code", code(ops, weights(ops)))));
  }

  private static Function step() {
    Ops ops = new Ops();
    List<Value> weights = weights(ops);
    Value code = code(ops, weights);
    Value loss = ops.sumAll(ops.mul(code, code));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("loss", loss);
    List<Value> gradients = Gradients.of(ops, loss, weights);
    for (int i = 0; i < gradients.size(); i++) {
      outputs.put("gradient" + i, gradients.get(i));
    }
    return Rewrites.loops(ops.function("step", outputs));
  }

  /** A loop that takes the mean over the batch at every step. */
  private static Function meeting() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(STEPS), Dim.of(IN))));
    Value zero = ops.broadcast(ops.constant(0f), Shape.of(BATCH, Dim.of(IN)));
    Value last =
        ops.scan()
            .carry(zero)
            .over(ops.transpose(x, 1, 0, 2))
            .emit(
                (inner, in) -> {
                  Value sum = inner.add(in.carried(0), in.scanned(0));
                  Value less = inner.sub(sum, inner.mul(inner.sum(sum, 0), inner.constant(0.01f)));
                  return ScanBuilder.Step.of(List.of(less), List.of());
                })
            .carried(0);
    return ops.function("meeting", Map.of("code", last));
  }

  /** Time in front of the batch, taken for rows of the batch. */
  private static Function mixedByReshape() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(STEPS), Dim.of(IN))));
    Value mixed =
        ops.reshape(ops.transpose(x, 1, 0, 2), Shape.of(BATCH, Dim.of(STEPS), Dim.of(IN)));
    return ops.function("mixed", Map.of("code", mixed));
  }

  private static Map<String, Tensor> run(Function function, int threads, int rows) {
    EngineOptions options = EngineOptions.defaults().withThreads(threads);
    try (Engine engine = new NativeEngineFactory().open(options);
        Residents residents = engine.residents()) {
      residents.put("w", random(Shape.of(IN, 4 * UNITS), 1));
      residents.put("u", random(Shape.of(UNITS, 4 * UNITS), 2));
      residents.put("b", random(Shape.of(4 * UNITS), 3));
      try (Program program = engine.compile(function, residents)) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("x", random(Shape.of(rows, STEPS, IN), 4));
        if (program.function().parameters(Source.Kind.INPUT).size() > 1) {
          inputs.put("lengths", lengths(rows));
        }
        return program.run(inputs);
      }
    }
  }

  private static Tensor lengths(int rows) {
    List<Integer> lengths = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      lengths.add(1 + (row * 5 + 6) % STEPS);
    }
    return Tensor.of(Shape.of(rows), lengths.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Tensor random(Shape shape, long seed) {
    Random random = new Random(seed);
    float[] elements = new float[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.of(shape, elements);
  }
}
