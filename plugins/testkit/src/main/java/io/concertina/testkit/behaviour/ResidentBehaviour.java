package io.concertina.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ConcertinaException;
import io.concertina.EngineException;
import io.concertina.ShapeException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFeature;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Threefry;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Residents are read, updated, shared and kept as {@link Residents} and {@link Program} say. */
public final class ResidentBehaviour {

  private static final Shape SHAPE = Shape.of(3);
  private static final TensorType VECTOR = TensorType.f32(SHAPE);

  private final Engine engine;

  /** The tests for an engine that the caller closes. */
  public ResidentBehaviour(Engine engine) {
    this.engine = engine;
  }

  /** One test per demand; what needs updates is left out if the engine does not train. */
  public Stream<DynamicTest> tests() {
    return engine.capabilities().has(EngineFeature.TRAINING)
        ? Stream.concat(keeping(), updating())
        : keeping();
  }

  private Stream<DynamicTest> keeping() {
    return Stream.of(
        dynamicTest("put replaces a value between runs", this::putReplaces),
        dynamicTest("put copies the tensor", this::putCopies),
        dynamicTest("names lists what has a value", this::names),
        dynamicTest("a resident without a value is an error that names it", this::missing),
        dynamicTest("getting a name without a value is an error that names it", this::unknown),
        dynamicTest("the type of a name never changes", this::typeIsFixed),
        dynamicTest("a resident of another type than declared is an error", this::wrongType));
  }

  private Stream<DynamicTest> updating() {
    return Stream.of(
        dynamicTest("an update is stored after the run", this::updateIsStored),
        dynamicTest("a run reads residents from before its updates", this::readsSeeOldValues),
        dynamicTest("two residents swap their values", this::residentsSwap),
        dynamicTest("updates read each other's old values run after run", this::chainOfUpdates),
        dynamicTest("programs over one set see each other's updates", this::setsAreShared),
        dynamicTest("programs over different sets do not", this::setsAreSeparate),
        dynamicTest("an update may be an input, a constant or one value twice", this::plainUpdates),
        dynamicTest("integers and truth values are residents as well", this::otherTypes),
        dynamicTest("the key of random bits may be a resident", this::residentKey),
        dynamicTest("a function may have updates and no outputs", this::updatesOnly),
        dynamicTest("get gives a copy that later runs leave alone", this::getCopies),
        dynamicTest("a view shows the value that it has now", this::viewShowsTheValue),
        dynamicTest("a failed run leaves residents as they were", this::failureChangesNothing));
  }

  /** w' = w + x, with w from before the run as output. */
  private static Function accumulator() {
    Ops ops = new Ops();
    Value w = ops.resident("w", VECTOR);
    Value x = ops.input("x", VECTOR);
    return ops.function("accumulate", Map.of("before", w), Map.of("w", ops.add(w, x)));
  }

  private static Tensor vector(float a, float b, float c) {
    return Tensor.of(SHAPE, a, b, c);
  }

  private void updateIsStored() {
    try (Residents residents = engine.residents();
        Program program = engine.compile(accumulator(), residents)) {
      residents.put("w", vector(1, 2, 3));
      program.run(Map.of("x", vector(10, 20, 30)));
      assertThat(residents.get("w")).isEqualTo(vector(11, 22, 33));
      program.run(Map.of("x", vector(100, 200, 300)));
      assertThat(residents.get("w")).isEqualTo(vector(111, 222, 333));
    }
  }

  private void readsSeeOldValues() {
    try (Residents residents = engine.residents();
        Program program = engine.compile(accumulator(), residents)) {
      residents.put("w", vector(1, 2, 3));
      assertThat(program.run(Map.of("x", vector(1, 1, 1))))
          .containsEntry("before", vector(1, 2, 3));
      assertThat(program.run(Map.of("x", vector(1, 1, 1))))
          .containsEntry("before", vector(2, 3, 4));
    }
  }

  private void residentsSwap() {
    Ops ops = new Ops();
    Value a = ops.resident("a", VECTOR);
    Value b = ops.resident("b", VECTOR);
    Function swap = ops.function("swap", Map.of(), Map.of("a", b, "b", a));
    try (Residents residents = engine.residents();
        Program program = engine.compile(swap, residents)) {
      residents.put("a", vector(1, 2, 3));
      residents.put("b", vector(4, 5, 6));
      program.run(Map.of());
      assertThat(residents.get("a")).isEqualTo(vector(4, 5, 6));
      assertThat(residents.get("b")).isEqualTo(vector(1, 2, 3));
      program.run(Map.of());
      assertThat(residents.get("a")).isEqualTo(vector(1, 2, 3));
      assertThat(residents.get("b")).isEqualTo(vector(4, 5, 6));
    }
  }

  /** (a, b, c) becomes (b, c, a + b), in place, in whatever order an engine stores. */
  private void chainOfUpdates() {
    Ops ops = new Ops();
    Value a = ops.resident("a", VECTOR);
    Value b = ops.resident("b", VECTOR);
    Value c = ops.resident("c", VECTOR);
    Map<String, Value> updates = new LinkedHashMap<>();
    updates.put("a", b);
    updates.put("b", c);
    updates.put("c", ops.add(a, b));
    Function function = ops.function("padovan", Map.of("sum", ops.add(ops.add(a, b), c)), updates);
    try (Residents residents = engine.residents();
        Program program = engine.compile(function, residents)) {
      residents.put("a", vector(1, 1, 0));
      residents.put("b", vector(1, 0, 0));
      residents.put("c", vector(1, 0, 1));
      for (int i = 0; i < 10; i++) {
        program.run(Map.of());
      }
      assertThat(residents.get("a")).isEqualTo(padovan(10));
      assertThat(residents.get("b")).isEqualTo(padovan(11));
      assertThat(residents.get("c")).isEqualTo(padovan(12));
      assertThat(program.run(Map.of()).get("sum"))
          .isEqualTo(sum(padovan(10), padovan(11), padovan(12)));
    }
  }

  /** p(n) = p(n - 2) + p(n - 3), from three starts. */
  private static Tensor padovan(int n) {
    int[][] starts = {{1, 1, 1}, {1, 0, 0}, {0, 0, 1}};
    float[] result = new float[3];
    for (int i = 0; i < 3; i++) {
      int[] last = starts[i].clone();
      for (int step = 0; step < n; step++) {
        last = new int[] {last[1], last[2], last[0] + last[1]};
      }
      result[i] = last[0];
    }
    return Tensor.of(SHAPE, result);
  }

  private static Tensor sum(Tensor a, Tensor b, Tensor c) {
    float[] sum = new float[a.size()];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a.floatAt(i) + b.floatAt(i) + c.floatAt(i);
    }
    return Tensor.of(a.shape(), sum);
  }

  private static Function doubled() {
    Ops ops = new Ops();
    Value w = ops.resident("w", VECTOR);
    return ops.function("double", Map.of("y", ops.mul(w, 2)));
  }

  private void setsAreShared() {
    try (Residents residents = engine.residents();
        Program writer = engine.compile(accumulator(), residents);
        Program reader = engine.compile(doubled(), residents)) {
      residents.put("w", vector(1, 2, 3));
      assertThat(reader.run(Map.of())).containsEntry("y", vector(2, 4, 6));
      writer.run(Map.of("x", vector(1, 1, 1)));
      assertThat(reader.run(Map.of())).containsEntry("y", vector(4, 6, 8));
      try (Program late = engine.compile(doubled(), residents)) {
        assertThat(late.run(Map.of())).containsEntry("y", vector(4, 6, 8));
      }
    }
  }

  private void setsAreSeparate() {
    try (Residents one = engine.residents();
        Residents other = engine.residents();
        Program writer = engine.compile(accumulator(), one);
        Program reader = engine.compile(doubled(), other)) {
      one.put("w", vector(1, 2, 3));
      other.put("w", vector(5, 5, 5));
      writer.run(Map.of("x", vector(1, 1, 1)));
      assertThat(reader.run(Map.of())).containsEntry("y", vector(10, 10, 10));
      assertThat(one.get("w")).isEqualTo(vector(2, 3, 4));
    }
  }

  private void plainUpdates() {
    Ops ops = new Ops();
    ops.resident("a", VECTOR);
    ops.resident("b", VECTOR);
    ops.resident("c", VECTOR);
    ops.resident("d", VECTOR);
    Value x = ops.input("x", VECTOR);
    Value twice = ops.mul(x, 2);
    Map<String, Value> updates = new LinkedHashMap<>();
    updates.put("a", x);
    updates.put("b", ops.constant(vector(7, 8, 9)));
    updates.put("c", twice);
    updates.put("d", twice);
    Function function = ops.function("plain", Map.of("y", twice), updates);
    try (Residents residents = engine.residents();
        Program program = engine.compile(function, residents)) {
      for (String name : updates.keySet()) {
        residents.put(name, vector(0, 0, 0));
      }
      assertThat(program.run(Map.of("x", vector(1, 2, 3)))).containsEntry("y", vector(2, 4, 6));
      program.run(Map.of("x", vector(4, 5, 6)));
      assertThat(residents.get("a")).isEqualTo(vector(4, 5, 6));
      assertThat(residents.get("b")).isEqualTo(vector(7, 8, 9));
      assertThat(residents.get("c")).isEqualTo(vector(8, 10, 12));
      assertThat(residents.get("d")).isEqualTo(vector(8, 10, 12));
    }
  }

  private void otherTypes() {
    Ops ops = new Ops();
    Value count = ops.resident("count", new TensorType(DType.I32, Shape.scalar()));
    Value flags = ops.resident("flags", new TensorType(DType.BOOL, Shape.of(2)));
    Function function =
        ops.function(
            "count",
            Map.of("flags", flags),
            Map.of("count", ops.add(count, 1), "flags", ops.not(flags)));
    try (Residents residents = engine.residents();
        Program program = engine.compile(function, residents)) {
      residents.put("count", Tensor.scalar(Integer.MAX_VALUE - 1));
      residents.put("flags", Tensor.ofBooleans(Shape.of(2), 1, 0));
      program.run(Map.of());
      assertThat(program.run(Map.of()))
          .containsEntry("flags", Tensor.ofBooleans(Shape.of(2), 0, 1));
      assertThat(residents.get("count")).isEqualTo(Tensor.scalar(Integer.MIN_VALUE));
      assertThat(residents.get("flags")).isEqualTo(Tensor.ofBooleans(Shape.of(2), 1, 0));
    }
  }

  private void residentKey() {
    Ops ops = new Ops();
    Value key = ops.resident("key", new TensorType(DType.I32, Shape.of(2)));
    Function function =
        ops.function(
            "draw",
            Map.of("bits", ops.randomBits(key, 7, Shape.of(5))),
            Map.of("key", ops.add(key, 1)));
    try (Residents residents = engine.residents();
        Program program = engine.compile(function, residents)) {
      residents.put("key", Tensor.of(Shape.of(2), 40, 50));
      assertThat(program.run(Map.of())).containsEntry("bits", bits(40, 50));
      assertThat(program.run(Map.of())).containsEntry("bits", bits(41, 51));
    }
  }

  private static Tensor bits(int low, int high) {
    int[] bits = new int[5];
    Threefry.fill((long) high << 32 | low, 7, 0, bits, 0, bits.length);
    return Tensor.of(Shape.of(bits.length), bits);
  }

  private void updatesOnly() {
    Ops ops = new Ops();
    Value w = ops.resident("w", VECTOR);
    Function function = ops.function("silent", Map.of(), Map.of("w", ops.mul(w, 3)));
    try (Residents residents = engine.residents();
        Program program = engine.compile(function, residents)) {
      residents.put("w", vector(1, 2, 3));
      assertThat(program.run(Map.of())).isEmpty();
      assertThat(residents.get("w")).isEqualTo(vector(3, 6, 9));
    }
  }

  private void putReplaces() {
    try (Residents residents = engine.residents();
        Program program = engine.compile(doubled(), residents)) {
      residents.put("w", vector(1, 2, 3));
      program.run(Map.of());
      residents.put("w", vector(4, 5, 6));
      assertThat(program.run(Map.of())).containsEntry("y", vector(8, 10, 12));
    }
  }

  private void putCopies() {
    float[] elements = {1, 2, 3};
    try (Residents residents = engine.residents()) {
      residents.put("w", Tensor.view(SHAPE, elements));
      elements[0] = 99;
      assertThat(residents.get("w")).isEqualTo(vector(1, 2, 3));
    }
  }

  private void getCopies() {
    try (Residents residents = engine.residents();
        Program program = engine.compile(accumulator(), residents)) {
      residents.put("w", vector(1, 2, 3));
      program.run(Map.of("x", vector(1, 1, 1)));
      Tensor taken = residents.get("w");
      program.run(Map.of("x", vector(1, 1, 1)));
      assertThat(taken).isEqualTo(vector(2, 3, 4));
    }
  }

  private void viewShowsTheValue() {
    Tensor flags = Tensor.ofBooleans(Shape.of(2), 1, 0);
    try (Residents residents = engine.residents();
        Program program = engine.compile(accumulator(), residents)) {
      residents.put("w", vector(1, 2, 3));
      residents.put("flags", flags);
      program.run(Map.of("x", vector(1, 1, 1)));
      assertThat(residents.view("w")).isEqualTo(vector(2, 3, 4));
      assertThat(residents.view("flags")).isEqualTo(flags);
      Tensor lasting = residents.view("w").copy();
      program.run(Map.of("x", vector(1, 1, 1)));
      assertThat(residents.view("w")).isEqualTo(vector(3, 4, 5));
      assertThat(lasting).isEqualTo(vector(2, 3, 4));
    }
  }

  private void names() {
    try (Residents residents = engine.residents()) {
      assertThat(residents.names()).isEmpty();
      residents.put("encoder/dense_1/kernel", vector(1, 2, 3));
      residents.put("encoder/dense_1/kernel.m", vector(1, 2, 3));
      assertThat(residents.names())
          .containsExactlyInAnyOrder("encoder/dense_1/kernel", "encoder/dense_1/kernel.m");
    }
  }

  private void missing() {
    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(
            () -> {
              try (Program program = engine.compile(doubled())) {
                program.run(Map.of());
              }
            })
        .withMessageContaining("w")
        .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1));
  }

  private void unknown() {
    try (Residents residents = engine.residents()) {
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> residents.get("nobody"))
          .withMessageContaining("nobody");
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> residents.view("nobody"))
          .withMessageContaining("nobody");
    }
  }

  private void typeIsFixed() {
    try (Residents residents = engine.residents()) {
      residents.put("w", vector(1, 2, 3));
      assertThatThrownBy(() -> residents.put("w", Tensor.of(Shape.of(2), 1f, 2f)))
          .isInstanceOf(ConcertinaException.class)
          .hasMessageContaining("w")
          .hasMessageContaining("[3]")
          .hasMessageContaining("[2]");
      assertThat(residents.get("w")).isEqualTo(vector(1, 2, 3));
    }
  }

  private void wrongType() {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(
            () -> {
              try (Residents residents = engine.residents()) {
                residents.put("w", Tensor.of(Shape.of(2), 1f, 2f));
                try (Program program = engine.compile(doubled(), residents)) {
                  program.run(Map.of());
                }
              }
            })
        .withMessageContaining("w");
  }

  private void failureChangesNothing() {
    try (Residents residents = engine.residents();
        Program program = engine.compile(accumulator(), residents)) {
      residents.put("w", vector(1, 2, 3));
      assertThatThrownBy(() -> program.run(Map.of("x", Tensor.of(Shape.of(2), 1f, 1f))))
          .isInstanceOf(ShapeException.class);
      assertThat(residents.get("w")).isEqualTo(vector(1, 2, 3));
      program.run(Map.of("x", vector(1, 1, 1)));
      assertThat(residents.get("w")).isEqualTo(vector(2, 3, 4));
    }
  }
}
