package io.concertina.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.EngineException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineFeature;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import io.concertina.testkit.cases.EngineCase;
import io.concertina.testkit.cases.Samples;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * An engine has exactly the {@link EngineFeature}s that it declares.
 *
 * <p>What it declares must hold. What it does not declare must be seen to be absent: a function
 * that needs it is refused, overlapping runs are refused, bits differ. So an engine that hides what
 * it can do fails as well.
 */
public final class FeatureBehaviour {

  /** Tries before something that may happen at any time counts as never happening. */
  private static final int TRIES = 20;

  private static final int ROWS = 300;

  /** Terms of a sum that engines divide among their threads. */
  private static final int LONG = 200_000;

  private static final int[] THREADS = {1, 2, 3, 4, 7};

  private final EngineFactory factory;
  private final EngineOptions options;

  /** The tests for the engines of a factory. */
  public FeatureBehaviour(EngineFactory factory, EngineOptions options) {
    this.factory = factory;
    this.options = options;
  }

  /**
   * How a feature is proved.
   *
   * @param holds that an engine which declares it has it
   * @param absent that an engine which does not declare it lacks it
   */
  private record Proof(Executable holds, Executable absent) {}

  /** One test per feature. */
  public Stream<DynamicTest> tests() {
    return Arrays.stream(EngineFeature.values())
        .map(
            feature ->
                dynamicTest(
                    feature + " is declared if and only if it holds", () -> prove(feature)));
  }

  private void prove(EngineFeature feature) throws Throwable {
    Proof proof =
        switch (feature) {
          case TRAINING -> new Proof(this::updates, this::updates);
          case WINDOWS -> new Proof(this::windows, this::windows);
          case DETERMINISTIC -> new Proof(this::bitsRepeat, this::bitsDiffer);
          case DETERMINISTIC_ACROSS_THREADS ->
              new Proof(this::threadsKeepBits, this::threadsChangeBits);
          case CONCURRENT_RUNS -> new Proof(this::runsOverlap, this::overlapIsRefused);
        };
    (declares(feature) ? proof.holds() : proof.absent()).execute();
  }

  private boolean declares(EngineFeature feature) {
    try (Engine engine = open()) {
      return engine.capabilities().has(feature);
    }
  }

  private Engine open() {
    return factory.open(options);
  }

  /** The case itself demands results or a refusal, by what the engine declares. */
  private void updates() {
    Ops ops = new Ops();
    Value w = ops.resident("w", TensorType.f32(Shape.of(2)));
    Function function = ops.function("update", Map.of(), Map.of("w", ops.neg(w)));
    try (Engine engine = open()) {
      new EngineCase("update", function, Map.of("w", Tensor.of(Shape.of(2), 1f, 2f))).check(engine);
    }
  }

  /** The case itself demands results or a refusal, by what the engine declares. */
  private void windows() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(1, 2, 1)));
    Value pooled =
        ops.composite(
            "largest",
            Map.of(),
            List.of(x),
            (inner, in) -> inner.maxPool(in.getFirst(), Window.of(2)));
    Function function = ops.function("windows", Map.of("y", pooled));
    try (Engine engine = open()) {
      new EngineCase("windows", function, Map.of("x", Tensor.of(Shape.of(1, 2, 1), 1f, 2f)))
          .check(engine);
    }
  }

  /** A function whose bits depend on the order of summation. */
  private Function sums() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(129))));
    Value w = ops.input("w", TensorType.f32(Shape.of(129, 65)));
    Value y = ops.tanh(ops.matmul(x, w));
    Value z = ops.input("z", TensorType.f32(Shape.of(LONG)));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("y", y);
    outputs.put("gradient", ops.matmul(x, true, y, false));
    outputs.put("columns", ops.mean(y, 0));
    outputs.put("all", ops.sumAll(Composites.softmax(ops, y)));
    outputs.put("running", ops.cumSum(y, 0, false));
    outputs.put("total", ops.sumAll(z));
    if (declares(EngineFeature.WINDOWS)) {
      slide(ops, ops.reshape(y, Shape.of(Dim.named("batch"), Dim.of(13), Dim.of(5))), outputs);
    }
    return ops.function("sums", outputs);
  }

  /** Sums under windows, over positions and over the batch. */
  private static void slide(Ops ops, Value x, Map<String, Value> outputs) {
    Window window = Window.of(3).withStrides(2);
    Value kernel = ops.broadcast(ops.constant(0.3), Shape.of(3, 5, 7));
    Value y = ops.conv(x, kernel, window, 1);
    outputs.put("conv", y);
    outputs.put("image", ops.convTransposed(y, kernel, window, 1, Shape.of(13)));
    outputs.put("kernel", ops.emit(new Windowed.ConvKernelGradient(window, 1), x, y));
    outputs.put("pooled", ops.avgPool(x, window, false));
  }

  private static Map<String, Tensor> arguments(int seed) {
    Samples samples = new Samples(seed);
    return Map.of(
        "x", samples.floats(Shape.of(ROWS, 129), -1, 1),
        "w", samples.floats(Shape.of(129, 65), -1, 1),
        "z", samples.floats(Shape.of(LONG), -1, 1));
  }

  private void bitsRepeat() {
    Map<String, Tensor> inputs = arguments(30);
    try (Engine engine = open();
        Engine other = open();
        Program program = engine.compile(sums());
        Program again = other.compile(sums())) {
      Map<String, Tensor> first = program.run(inputs);
      for (int run = 0; run < 5; run++) {
        assertThat(program.run(inputs)).isEqualTo(first);
      }
      assertThat(again.run(inputs)).isEqualTo(first);
    }
  }

  private void bitsDiffer() {
    Map<String, Tensor> inputs = arguments(30);
    Set<Map<String, Tensor>> results = new HashSet<>();
    for (int run = 0; run < TRIES && results.size() < 2; run++) {
      try (Engine engine = open();
          Program program = engine.compile(sums())) {
        results.add(program.run(inputs));
        results.add(program.run(inputs));
      }
    }
    assertAbsent(EngineFeature.DETERMINISTIC, results.size() > 1, "every run gave the same bits");
  }

  private Set<Map<String, Tensor>> resultsByThreads(int seed) {
    Map<String, Tensor> inputs = arguments(seed);
    Set<Map<String, Tensor>> results = new HashSet<>();
    for (int threads : THREADS) {
      try (Engine engine = factory.open(options.withThreads(threads));
          Program program = engine.compile(sums())) {
        results.add(program.run(inputs));
      }
    }
    return results;
  }

  private void threadsKeepBits() {
    assertThat(resultsByThreads(31)).as("results by number of threads").hasSize(1);
  }

  private void threadsChangeBits() {
    boolean changed = false;
    for (int seed = 31; seed < 31 + TRIES && !changed; seed++) {
      changed = resultsByThreads(seed).size() > 1;
    }
    assertAbsent(
        EngineFeature.DETERMINISTIC_ACROSS_THREADS,
        changed,
        "every number of threads gave the same bits");
  }

  private void runsOverlap() throws Exception {
    try (Engine engine = open();
        Program program = engine.compile(Traffic.function())) {
      Traffic.of(thread -> () -> Traffic.run(program, thread));
    }
  }

  /** No run gives another one's numbers, and sooner or later one is refused. */
  private void overlapIsRefused() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    try (Engine engine = open();
        Program program = engine.compile(Traffic.function())) {
      for (int round = 0; round < TRIES && refused.get() == 0; round++) {
        Traffic.of(
            thread ->
                () -> {
                  try {
                    Traffic.run(program, thread);
                  } catch (EngineException refusal) {
                    assertThat(refusal.getMessage()).hasLineCount(1);
                    refused.incrementAndGet();
                  }
                });
      }
    }
    assertAbsent(
        EngineFeature.CONCURRENT_RUNS, refused.get() > 0, "no overlapping run was refused");
  }

  private void assertAbsent(EngineFeature feature, boolean absent, String seen) {
    assertThat(absent)
        .as("%s: %s, so declare the feature %s", factory.name(), seen, feature)
        .isTrue();
  }
}
