package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Buffers are shared between values and reused between runs without one seeing another's data. */
class ProgramReuseTest {

  private static final Dim BATCH = Dim.named("batch");

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  /** Every intermediate value is also an output, so nothing that was overwritten stays unseen. */
  @Property(tries = 150)
  void sharedBuffersKeepValuesApart(@ForAll("seeds") long seed) {
    Function shared = program(new Random(seed), false);
    Function apart = program(new Random(seed), true);
    try (Engine engine = open();
        Program first = engine.compile(shared, residents(engine));
        Program second = engine.compile(apart, residents(engine))) {
      for (int batch : new int[] {3, 5, 3}) {
        Map<String, Tensor> inputs = Map.of("x", numbers(new Random(batch), batch, 6));
        Map<String, Tensor> expected = second.run(inputs);
        first.run(inputs).forEach((name, value) -> assertThat(value).isEqualTo(expected.get(name)));
        for (String name : first.residents().names()) {
          assertThat(first.residents().get(name)).isEqualTo(second.residents().get(name));
        }
      }
    }
  }

  /** A chain of random operations that ends in two outputs and updates of both residents. */
  private static Function program(Random random, boolean keepsAll) {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(6))));
    Value w = ops.resident("w", TensorType.f32(Shape.of(6, 6)));
    Value b = ops.resident("b", TensorType.f32(Shape.of(6)));
    List<Value> values = new ArrayList<>(List.of(x));
    for (int i = 0; i < 14; i++) {
      Value a = values.get(random.nextInt(values.size()));
      Value c = values.get(random.nextInt(values.size()));
      values.add(
          switch (random.nextInt(9)) {
            case 0 -> ops.tanh(ops.matmul(a, w));
            case 1 -> ops.add(a, b);
            case 2 -> ops.mul(a, c);
            case 3 -> ops.select(ops.lt(a, c), ops.neg(a), c);
            case 4 -> ops.sub(a, ops.mean(c, 0));
            case 5 -> ops.sub(a, ops.expand(ops.reduceMax(c, 1), 1));
            case 6 -> ops.reverse(a, 1);
            case 7 -> ops.add(a, ops.cast(ops.cast(ops.mul(c, 4), DType.I32), DType.F32));
            default -> ops.sigmoid(ops.sub(a, c));
          });
    }
    Value last = values.getLast();
    Value gradient = ops.matmul(x, true, ops.tanh(last), false);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("last", last);
    outputs.put("old", ops.mul(w, 1));
    if (keepsAll) {
      values.forEach(value -> outputs.put("v" + outputs.size(), value));
    }
    Map<String, Value> updates = new LinkedHashMap<>();
    updates.put("w", ops.sub(w, ops.mul(gradient, 0.01)));
    updates.put("b", ops.sub(b, ops.mul(ops.sum(ops.tanh(last), 0), 0.01)));
    return ops.function("random", outputs, updates);
  }

  @Test
  void aProgramThatMeetsManySizesForgetsSomeAndMakesThemAgain() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(6))));
    Function total = ops.function("total", Map.of("sum", ops.sumAll(ops.neg(x))));
    try (Engine engine = open();
        Program program = engine.compile(total)) {
      for (int run = 0; run < 80; run++) {
        int batch = 1 + run % 40;
        Tensor ones = Tensor.full(Shape.of(batch, 6), 1);
        assertThat(program.run(Map.of("x", ones))).containsEntry("sum", Tensor.scalar(-6f * batch));
      }
    }
  }

  @Test
  void residentsCanChangePlaces() {
    Ops ops = new Ops();
    Value a = ops.resident("a", TensorType.f32(Shape.of(2)));
    Value b = ops.resident("b", TensorType.f32(Shape.of(2)));
    Function swap = ops.function("swap", Map.of("was", a), Map.of("a", b, "b", a));
    try (Engine engine = open();
        Program program = engine.compile(swap)) {
      Tensor one = Tensor.of(Shape.of(2), 1f, 2f);
      Tensor two = Tensor.of(Shape.of(2), 3f, 4f);
      program.residents().put("a", one);
      program.residents().put("b", two);

      assertThat(program.run(Map.of())).containsEntry("was", one);
      assertThat(program.residents().get("a")).isEqualTo(two);
      assertThat(program.residents().get("b")).isEqualTo(one);
    }
  }

  @Test
  void anUpdateThatReadsItsResidentOutOfOrderSeesOldValues() {
    Ops ops = new Ops();
    Value w = ops.resident("w", TensorType.f32(Shape.of(3)));
    Value square = ops.reshape(w, Shape.of(3, 1));
    Value next = ops.sum(ops.mul(square, w), 0);
    Function update =
        ops.function("update", Map.of(), Map.of("w", ops.sub(ops.reverse(w, 0), next)));
    try (Engine engine = open();
        Program program = engine.compile(update)) {
      program.residents().put("w", Tensor.of(Shape.of(3), 1f, 2f, 3f));
      program.run(Map.of());

      assertThat(program.residents().get("w")).isEqualTo(Tensor.of(Shape.of(3), -3f, -10f, -17f));
    }
  }

  private static Residents residents(Engine engine) {
    Residents residents = engine.residents();
    residents.put("w", numbers(new Random(1), 6, 6));
    residents.put("b", numbers(new Random(2), 1, 6).reshape(Shape.of(6)));
    return residents;
  }

  private static Tensor numbers(Random random, int rows, int columns) {
    float[] elements = new float[rows * columns];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.view(Shape.of(rows, columns), elements);
  }

  private static Engine open() {
    return new NativeEngineFactory().open(EngineOptions.defaults().withThreads(2));
  }
}
