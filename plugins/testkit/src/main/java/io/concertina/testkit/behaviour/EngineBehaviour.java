package io.concertina.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.EngineException;
import io.concertina.engine.Capabilities;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.testkit.cases.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * An engine opens, closes and keeps the promises of its {@link Capabilities}.
 *
 * <p>A flag is tested both ways where a denial is something that can be seen: an engine that does
 * not train must refuse updates. An engine that promises no determinism may still be deterministic.
 */
public final class EngineBehaviour {

  private static final int THREADS = 8;
  private static final int RUNS = 40;
  private static final Dim BATCH = Dim.named("batch");

  private final EngineFactory factory;
  private final EngineOptions options;

  /** The tests for the engines of a factory. */
  public EngineBehaviour(EngineFactory factory, EngineOptions options) {
    this.factory = factory;
    this.options = options;
  }

  /** One test per demand. */
  public Stream<DynamicTest> tests() {
    return Stream.of(
        dynamicTest("an engine has its factory's name", this::nameIsKept),
        dynamicTest("an engine that trains takes updates, any other refuses", this::training),
        dynamicTest("a deterministic engine repeats its bits", this::deterministic),
        dynamicTest("threads do not change bits if it says so", this::deterministicAcrossThreads),
        dynamicTest("threads share a program if it says so", this::concurrentRuns),
        dynamicTest("threads compile and run programs of their own", this::concurrentPrograms),
        dynamicTest("an explanation of a function names it", this::explanation),
        dynamicTest("two engines live side by side", this::twoEngines),
        dynamicTest("residents of another engine are refused", this::foreignResidents),
        dynamicTest("closing twice is harmless", this::closingTwice),
        dynamicTest("a closed program refuses to run", this::closedProgram),
        dynamicTest("closing an engine closes what it handed out", this::closedEngine));
  }

  private Engine open() {
    return factory.open(options);
  }

  /** A function whose bits depend on the order of summation. */
  private static Function sums() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(129))));
    Value w = ops.input("w", TensorType.f32(Shape.of(129, 65)));
    Value y = ops.tanh(ops.matmul(x, w));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("y", y);
    outputs.put("gradient", ops.matmul(x, true, y, false));
    outputs.put("columns", ops.mean(y, 0));
    outputs.put("all", ops.sumAll(Composites.softmax(ops, y)));
    outputs.put("running", ops.cumSum(y, 0, false));
    return ops.function("sums", outputs);
  }

  private void explanation() {
    try (Engine engine = open()) {
      engine
          .explain(sums(), Map.of("batch", 4))
          .ifPresent(text -> assertThat(text).contains("sums"));
    }
  }

  private static Map<String, Tensor> arguments(int seed, int batch) {
    Samples samples = new Samples(seed);
    return Map.of(
        "x", samples.floats(Shape.of(batch, 129), -1, 1),
        "w", samples.floats(Shape.of(129, 65), -1, 1));
  }

  private void nameIsKept() {
    try (Engine engine = open()) {
      assertThat(engine.name()).isEqualTo(factory.name());
      assertThat(engine.capabilities().threads()).isPositive();
    }
  }

  private void training() {
    Ops ops = new Ops();
    Value w = ops.resident("w", TensorType.f32(Shape.of(2)));
    Function function = ops.function("update", Map.of(), Map.of("w", ops.neg(w)));
    try (Engine engine = open();
        Residents residents = engine.residents()) {
      if (engine.capabilities().training()) {
        residents.put("w", Tensor.of(Shape.of(2), 1f, 2f));
        try (Program program = engine.compile(function, residents)) {
          program.run(Map.of());
        }
        assertThat(residents.get("w")).isEqualTo(Tensor.of(Shape.of(2), -1f, -2f));
      } else {
        assertThatExceptionOfType(EngineException.class)
            .isThrownBy(() -> engine.compile(function, residents))
            .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1));
      }
    }
  }

  private void deterministic() {
    Map<String, Tensor> inputs = arguments(30, 300);
    try (Engine engine = open();
        Engine other = open()) {
      if (engine.capabilities().deterministic()) {
        try (Program program = engine.compile(sums());
            Program again = other.compile(sums())) {
          Map<String, Tensor> first = program.run(inputs);
          for (int run = 0; run < 5; run++) {
            assertThat(program.run(inputs)).isEqualTo(first);
          }
          assertThat(again.run(inputs)).isEqualTo(first);
        }
      }
    }
  }

  private void deterministicAcrossThreads() {
    Map<String, Tensor> inputs = arguments(31, 300);
    List<Map<String, Tensor>> results = new ArrayList<>();
    for (int threads : new int[] {1, 2, 3, 4, 7}) {
      try (Engine engine = factory.open(options.withThreads(threads))) {
        if (!engine.capabilities().deterministicAcrossThreads()) {
          return;
        }
        assertThat(engine.capabilities().deterministic())
            .as("the same bits for any number of threads include the same bits at every run")
            .isTrue();
        try (Program program = engine.compile(sums())) {
          results.add(program.run(inputs));
        }
      }
    }
    assertThat(results).allSatisfy(result -> assertThat(result).isEqualTo(results.getFirst()));
  }

  private void concurrentRuns() throws Exception {
    try (Engine engine = open()) {
      if (engine.capabilities().concurrentRuns()) {
        try (Program program = engine.compile(elementwise())) {
          hammer(thread -> () -> runsOwnArguments(program, thread));
        }
      }
    }
  }

  private void concurrentPrograms() throws Exception {
    try (Engine engine = open()) {
      hammer(
          thread ->
              () -> {
                try (Program program = engine.compile(elementwise())) {
                  runsOwnArguments(program, thread);
                }
              });
    }
  }

  /** Exact in f32, so that any difference is one run's data in another run. */
  private static Function elementwise() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(31))));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("y", ops.add(ops.mul(ops.neg(x), 2), 1));
    outputs.put("sum", ops.sum(x, 1));
    outputs.put("turned", ops.transpose(ops.reverse(x, 1), 1, 0));
    return ops.function("elementwise", outputs);
  }

  private static void runsOwnArguments(Program program, int thread) {
    for (int run = 0; run < RUNS; run++) {
      int batch = 1 + (thread + run) % 9;
      float value = 1 + thread;
      Tensor x = Tensor.full(Shape.of(batch, 31), value);
      Map<String, Tensor> outputs = program.run(Map.of("x", x));
      assertThat(outputs)
          .containsEntry("y", Tensor.full(Shape.of(batch, 31), 1 - 2 * value))
          .containsEntry("sum", Tensor.full(Shape.of(batch), 31 * value))
          .containsEntry("turned", Tensor.full(Shape.of(31, batch), value));
    }
  }

  private interface PerThread {
    Runnable of(int thread);
  }

  private static void hammer(PerThread work) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      List<? extends Future<?>> futures =
          IntStream.range(0, THREADS).mapToObj(thread -> pool.submit(work.of(thread))).toList();
      for (Future<?> future : futures) {
        future.get();
      }
    }
  }

  private static Function negation() {
    Ops ops = new Ops();
    Value w = ops.resident("w", TensorType.f32(Shape.of(2)));
    return ops.function("negation", Map.of("y", ops.neg(w)));
  }

  private void twoEngines() {
    try (Engine one = open();
        Engine other = open();
        Residents mine = one.residents();
        Residents theirs = other.residents();
        Program first = one.compile(negation(), mine);
        Program second = other.compile(negation(), theirs)) {
      mine.put("w", Tensor.of(Shape.of(2), 1f, 2f));
      theirs.put("w", Tensor.of(Shape.of(2), 3f, 4f));
      assertThat(first.run(Map.of())).containsEntry("y", Tensor.of(Shape.of(2), -1f, -2f));
      assertThat(second.run(Map.of())).containsEntry("y", Tensor.of(Shape.of(2), -3f, -4f));
    }
  }

  private void foreignResidents() {
    try (Engine one = open();
        Engine other = open();
        Residents foreign = other.residents()) {
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> one.compile(negation(), foreign));
    }
  }

  private void closingTwice() {
    Engine engine = open();
    Residents residents = engine.residents();
    Program program = engine.compile(negation(), residents);
    program.close();
    program.close();
    residents.close();
    residents.close();
    engine.close();
    engine.close();
  }

  private void closedProgram() {
    try (Engine engine = open();
        Residents residents = engine.residents()) {
      residents.put("w", Tensor.of(Shape.of(2), 1f, 2f));
      Program program = engine.compile(negation(), residents);
      program.close();
      assertThatExceptionOfType(EngineException.class).isThrownBy(() -> program.run(Map.of()));
      assertThat(residents.get("w")).isEqualTo(Tensor.of(Shape.of(2), 1f, 2f));
    }
  }

  private void closedEngine() {
    Engine engine = open();
    Residents residents = engine.residents();
    residents.put("w", Tensor.of(Shape.of(2), 1f, 2f));
    Program program = engine.compile(negation(), residents);
    engine.close();
    assertThatExceptionOfType(EngineException.class).isThrownBy(() -> program.run(Map.of()));
    assertThatExceptionOfType(EngineException.class).isThrownBy(() -> residents.get("w"));
    assertThatExceptionOfType(EngineException.class).isThrownBy(() -> engine.compile(negation()));
  }
}
