package io.concertina.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ShapeException;
import io.concertina.engine.Engine;
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
import io.concertina.testkit.cases.Samples;
import io.concertina.testkit.reference.Expectation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Programs take inputs, bind named sizes and return outputs as {@link Program} says. */
public final class ProgramBehaviour {

  private static final Dim BATCH = Dim.named("batch");
  private static final Shape SHAPE = Shape.of(3);
  private static final TensorType VECTOR = TensorType.f32(SHAPE);
  private static final TensorType ROWS = TensorType.f32(Shape.of(BATCH, Dim.of(3)));
  private static final int DEEP = 10_000;

  private final Engine engine;

  /** The tests for an engine that the caller closes. */
  public ProgramBehaviour(Engine engine) {
    this.engine = engine;
  }

  /** One test per demand. */
  public Stream<DynamicTest> tests() {
    return Stream.of(
        dynamicTest("outputs come by name in the function's order", this::outputOrder),
        dynamicTest("names may be paths and sentences", this::anyNames),
        dynamicTest("an output may be an input, a constant, a resident", this::plainOutputs),
        dynamicTest("one value may be several outputs", this::repeatedOutputs),
        dynamicTest("inputs that nothing uses are taken all the same", this::unusedInputs),
        dynamicTest("outputs belong to the caller", this::outputsBelongToCaller),
        dynamicTest("a refilled input buffer is read anew", this::refilledInput),
        dynamicTest("a named size may differ at every run", this::namedSizes),
        dynamicTest("several names and their products are bound", this::productsOfNames),
        dynamicTest("one program has the same function throughout", this::functionIsKept),
        dynamicTest("a deep graph runs", this::deepGraph),
        dynamicTest("a wide graph runs", this::wideGraph),
        dynamicTest("an input of the wrong shape is an error that says so", this::wrongShape),
        dynamicTest("an input of the wrong rank is an error that says so", this::wrongRank),
        dynamicTest("an input of the wrong element type is an error", this::wrongType),
        dynamicTest("two sizes for one name are an error", this::contradictingSizes),
        dynamicTest("a missing input is an error that names it", this::missingInput));
  }

  private void outputOrder() {
    Ops ops = new Ops();
    Value x = ops.input("x", VECTOR);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("zulu", ops.neg(x));
    outputs.put("alpha", ops.mul(x, 2));
    outputs.put("mike", ops.add(x, 1));
    try (Program program = engine.compile(ops.function("order", outputs))) {
      Map<String, Tensor> results = program.run(Map.of("x", Tensor.of(SHAPE, 1f, 2f, 3f)));
      assertThat(results.keySet()).containsExactly("zulu", "alpha", "mike");
      assertThat(results).containsEntry("mike", Tensor.of(SHAPE, 2f, 3f, 4f));
    }
  }

  private void anyNames() {
    Ops ops = new Ops();
    String[] names = {"encoder/dense_1/kernel", "a b: c", "x-0", "größe", "X-0"};
    Map<String, Value> outputs = new LinkedHashMap<>();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      outputs.put(names[i], ops.add(ops.input(names[i], VECTOR), i));
      inputs.put(names[i], Tensor.full(SHAPE, 10));
    }
    try (Program program = engine.compile(ops.function("names of all kinds!", outputs))) {
      Map<String, Tensor> results = program.run(inputs);
      for (int i = 0; i < names.length; i++) {
        assertThat(results).containsEntry(names[i], Tensor.full(SHAPE, 10 + i));
      }
    }
  }

  private void plainOutputs() {
    Ops ops = new Ops();
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("input", ops.input("x", VECTOR));
    outputs.put("constant", ops.constant(Tensor.of(SHAPE, 4f, 5f, 6f)));
    outputs.put("resident", ops.resident("w", VECTOR));
    try (Residents residents = engine.residents();
        Program program = engine.compile(ops.function("plain", outputs), residents)) {
      residents.put("w", Tensor.of(SHAPE, 7f, 8f, 9f));
      assertThat(program.run(Map.of("x", Tensor.of(SHAPE, 1f, 2f, 3f))))
          .containsEntry("input", Tensor.of(SHAPE, 1f, 2f, 3f))
          .containsEntry("constant", Tensor.of(SHAPE, 4f, 5f, 6f))
          .containsEntry("resident", Tensor.of(SHAPE, 7f, 8f, 9f));
    }
  }

  private void repeatedOutputs() {
    Ops ops = new Ops();
    Value x = ops.input("x", VECTOR);
    Value y = ops.mul(x, 2);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("a", y);
    outputs.put("b", y);
    outputs.put("c", x);
    outputs.put("d", x);
    try (Program program = engine.compile(ops.function("repeated", outputs))) {
      assertThat(program.run(Map.of("x", Tensor.of(SHAPE, 1f, 2f, 3f))))
          .containsEntry("a", Tensor.of(SHAPE, 2f, 4f, 6f))
          .containsEntry("b", Tensor.of(SHAPE, 2f, 4f, 6f))
          .containsEntry("c", Tensor.of(SHAPE, 1f, 2f, 3f))
          .containsEntry("d", Tensor.of(SHAPE, 1f, 2f, 3f));
    }
  }

  private void unusedInputs() {
    Ops ops = new Ops();
    ops.input("unused", ROWS);
    Value x = ops.input("x", VECTOR);
    try (Program program = engine.compile(ops.function("unused", Map.of("y", ops.neg(x))))) {
      Map<String, Tensor> inputs =
          Map.of("unused", Tensor.full(Shape.of(5, 3), 1), "x", Tensor.of(SHAPE, 1f, 2f, 3f));
      assertThat(program.run(inputs)).containsEntry("y", Tensor.of(SHAPE, -1f, -2f, -3f));
    }
  }

  private void outputsBelongToCaller() {
    Ops ops = new Ops();
    Value x = ops.input("x", VECTOR);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("computed", ops.add(x, 1));
    outputs.put("same", x);
    float[] buffer = {1, 2, 3};
    try (Program program = engine.compile(ops.function("keep", outputs))) {
      Map<String, Tensor> first = program.run(Map.of("x", Tensor.view(SHAPE, buffer)));
      buffer[0] = 100;
      program.run(Map.of("x", Tensor.view(SHAPE, buffer)));
      assertThat(first)
          .containsEntry("computed", Tensor.of(SHAPE, 2f, 3f, 4f))
          .containsEntry("same", Tensor.of(SHAPE, 1f, 2f, 3f));
    }
  }

  private void refilledInput() {
    Ops ops = new Ops();
    Value x = ops.input("x", VECTOR);
    float[] buffer = {1, 2, 3};
    Tensor view = Tensor.view(SHAPE, buffer);
    try (Program program = engine.compile(ops.function("refill", Map.of("y", ops.neg(x))))) {
      program.run(Map.of("x", view));
      buffer[1] = 50;
      assertThat(program.run(Map.of("x", view)))
          .containsEntry("y", Tensor.of(SHAPE, -1f, -50f, -3f));
    }
  }

  /** Centres columns, then multiplies: constants, means and kernels must follow the size. */
  private void namedSizes() {
    Ops ops = new Ops();
    Value x = ops.input("x", ROWS);
    Value w = ops.input("w", TensorType.f32(Shape.of(3, 5)));
    Value centred = ops.sub(x, ops.mean(x, 0));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("y", ops.tanh(ops.matmul(ops.add(centred, 0.5), w)));
    outputs.put("mean", ops.meanAll(ops.mul(centred, centred)));
    outputs.put("ones", ops.constantLike(x, 1));
    Function function = ops.function("centre", outputs);
    Samples samples = new Samples(20);
    Tensor kernel = samples.floats(Shape.of(3, 5), -1, 1);
    try (Program program = engine.compile(function)) {
      for (int batch : new int[] {3, 1, 17, 64, 8, 3, 257, 1}) {
        check(program, Map.of("x", samples.floats(Shape.of(batch, 3), -1, 1), "w", kernel));
      }
    }
  }

  private void productsOfNames() {
    Ops ops = new Ops();
    Dim time = Dim.named("time");
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, time, Dim.of(4))));
    Value w = ops.input("w", TensorType.f32(Shape.of(4, 2)));
    Value steps = ops.input("steps", TensorType.f32(Shape.of(time)));
    Value y = ops.matmul(x, w);
    Value flat = ops.reshape(y, Shape.of(BATCH.times(time).times(Dim.of(2))));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("y", ops.add(y, ops.expand(steps, -1)));
    outputs.put("flat", flat);
    outputs.put("swapped", ops.transpose(x, 1, 0, 2));
    outputs.put("mean", ops.mean(flat, 0));
    Function function = ops.function("sequence", outputs);
    Samples samples = new Samples(21);
    try (Program program = engine.compile(function)) {
      for (int[] sizes : new int[][] {{2, 3}, {3, 2}, {1, 1}, {5, 9}, {2, 3}}) {
        check(
            program,
            Map.of(
                "x", samples.floats(Shape.of(sizes[0], sizes[1], 4), -1, 1),
                "w", samples.floats(Shape.of(4, 2), -1, 1),
                "steps", samples.floats(Shape.of(sizes[1]), -1, 1)));
      }
    }
  }

  private static void check(Program program, Map<String, Tensor> inputs) {
    Expectation.of(program.function(), inputs).check(program.run(inputs));
  }

  private void functionIsKept() {
    Ops ops = new Ops();
    Function function = ops.function("kept", Map.of("y", ops.neg(ops.input("x", VECTOR))));
    try (Residents residents = engine.residents();
        Program program = engine.compile(function, residents)) {
      assertThat(program.function()).isSameAs(function);
      assertThat(program.residents()).isSameAs(residents);
    }
  }

  private void deepGraph() {
    Ops ops = new Ops();
    Value y = ops.input("x", VECTOR);
    for (int i = 0; i < DEEP; i++) {
      y = i % 100 == 0 ? ops.reverse(y, 0) : ops.neg(y);
    }
    try (Program program = engine.compile(ops.function("deep", Map.of("y", y)))) {
      assertThat(program.run(Map.of("x", Tensor.of(SHAPE, 1f, 2f, 3f))))
          .containsEntry("y", Tensor.of(SHAPE, 1f, 2f, 3f));
    }
  }

  private void wideGraph() {
    Ops ops = new Ops();
    Value x = ops.input("x", VECTOR);
    Value[] parts = new Value[500];
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (int i = 0; i < parts.length; i++) {
      parts[i] = ops.add(x, i);
      outputs.put("y" + i, parts[i]);
    }
    outputs.put("all", ops.sumAll(ops.concat(0, parts)));
    try (Program program = engine.compile(ops.function("wide", outputs))) {
      Map<String, Tensor> results = program.run(Map.of("x", Tensor.of(SHAPE, 0f, 1f, 2f)));
      assertThat(results)
          .containsEntry("y0", Tensor.of(SHAPE, 0f, 1f, 2f))
          .containsEntry("y499", Tensor.of(SHAPE, 499f, 500f, 501f))
          .containsEntry("all", Tensor.scalar(375_750f));
    }
  }

  private static Function negation() {
    Ops ops = new Ops();
    Value x = ops.input("pixels", ROWS);
    Value y = ops.input("targets", ROWS);
    return ops.function("negation", Map.of("y", ops.sub(y, x)));
  }

  private void rejects(Map<String, Tensor> inputs, String... mentioned) {
    try (Program program = engine.compile(negation())) {
      assertThatExceptionOfType(ShapeException.class)
          .isThrownBy(() -> program.run(inputs))
          .satisfies(error -> assertThat(error.getMessage()).contains(mentioned).hasLineCount(1));
    }
  }

  private void wrongShape() {
    Tensor right = Tensor.full(Shape.of(4, 3), 1);
    rejects(
        Map.of("pixels", Tensor.full(Shape.of(4, 7), 1), "targets", right),
        "negation",
        "pixels",
        "[batch, 3]",
        "[4, 7]");
  }

  private void wrongRank() {
    Tensor right = Tensor.full(Shape.of(4, 3), 1);
    rejects(
        Map.of("pixels", Tensor.full(Shape.of(12), 1), "targets", right),
        "pixels",
        "[batch, 3]",
        "[12]");
  }

  private void wrongType() {
    Tensor right = Tensor.full(Shape.of(1, 3), 1);
    rejects(
        Map.of("pixels", Tensor.of(Shape.of(1, 3), 1, 2, 3), "targets", right),
        "pixels",
        DType.F32.toString(),
        DType.I32.toString());
  }

  private void contradictingSizes() {
    rejects(
        Map.of("pixels", Tensor.full(Shape.of(4, 3), 1), "targets", Tensor.full(Shape.of(5, 3), 1)),
        "targets",
        "batch",
        "[5, 3]");
  }

  private void missingInput() {
    rejects(Map.of("pixels", Tensor.full(Shape.of(4, 3), 1)), "negation", "targets");
  }
}
