package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.EngineException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.engine.nativejava.compile.Preparation;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What depends on weights alone is computed once, and again when one of them was written. */
class PreparationTest {

  private static final int IN = 19;
  private static final int OUT = 33;
  private static final Dim BATCH = Dim.named("batch");

  private final Engine engine = new NativeEngineFactory().open(EngineOptions.defaults());
  private final Residents residents = engine.residents();

  @AfterEach
  void close() {
    residents.close();
    engine.close();
  }

  @Test
  void aRunIsLeftWithTheProductAndOneOffset() {
    String plan = engine.explain(normalized(), Map.of("batch", 4)).orElseThrow();
    assertThat(plan)
        .startsWith("once, and when weights were written:")
        .contains("in every run:")
        .contains("; then {add, le, select}(#0, norm/prepared_1) -> #0");
    assertThat(plan.indexOf("rsqrt")).isLessThan(plan.indexOf("in every run:")).isPositive();
  }

  @Test
  void aFunctionWithNothingToPrepareIsLeftAsItIs() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(IN))));
    Value w = ops.resident("w", TensorType.f32(Shape.of(IN, OUT)));
    Function layer = ops.function("layer", Map.of("y", ops.tanh(ops.matmul(x, w))));
    assertThat(Preparation.of(layer).once()).isEmpty();
    assertThat(Preparation.of(layer).each()).isSameAs(layer);
  }

  @Test
  void whatIsLeftForARunHasTheInputsOfTheFunctionAndTheResidentsThatItReads() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(IN))));
    ops.input("unread", TensorType.f32(Shape.of(BATCH)));
    Value w = ops.resident("w", TensorType.f32(Shape.of(IN, OUT)));
    Value y = ops.add(ops.matmul(x, w), ops.exp(vector(ops, "log_bias")));
    vector(ops, "unread_weight");
    Preparation preparation = Preparation.of(ops.function("layer", Map.of("y", y)));
    assertThat(preparation.once().orElseThrow())
        .hasToString(
            """
            function layer(
                resident %log_bias: f32[33]) {
              %0 = exp(%log_bias) : f32[33]
              return prepared = %0
            }
            """);
    assertThat(preparation.each())
        .hasToString(
            """
            function layer(
                %x: f32[batch, 19],
                %unread: f32[batch],
                resident %w: f32[19, 33],
                resident %prepared: f32[33]) {
              %0 = matmul{NN}(%x, %w) : f32[batch, 33]
              %1 = broadcast(%prepared) : f32[batch, 33]
              %2 = add(%0, %1) : f32[batch, 33]
              return y = %2
            }
            """);
  }

  @Test
  void aPreparedResultOfAnOperationWithSeveralLeavesTheOthersAlone() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(3))));
    List<Value> most = ops.topK(ops.exp(vector(ops, "v")), 3);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("y", ops.mul(x, ops.broadcast(most.get(0), x.shape())));
    outputs.put("at", most.get(1));
    Function function = ops.function("most", outputs);
    Tensor rows = random(8, 2, 3);
    residents.put("v", random(7, OUT));
    try (Program program = engine.compile(function, residents)) {
      Map<String, Tensor> results = program.run(Map.of("x", rows));
      float[] y = results.get("y").toFloats();
      for (int i = 0; i < y.length; i++) {
        double expected = rows.floatAt(i) * Math.exp(at("v", results.get("at").intAt(i % 3)));
        assertThat((double) y[i]).isCloseTo(expected, Offset.offset(1e-6));
      }
    }
  }

  @Test
  void aFunctionThatUpdatesItsWeightsStaysWhole() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(IN)));
    Value w = ops.resident("w", TensorType.f32(Shape.of(IN)));
    Value other = ops.resident("other", TensorType.f32(Shape.of(IN)));
    Value next = ops.add(w, ops.mul(x, ops.exp(other)));
    Function step = ops.function("step", Map.of(), Map.of("w", next));
    assertThat(Preparation.of(step).once()).isEmpty();
    assertThat(Preparation.of(step).each()).isSameAs(step);
  }

  @Test
  void resultsAreThoseOfTheWholeFormula() {
    fill(3);
    try (Program program = engine.compile(normalized(), residents)) {
      for (int rows : new int[] {1, 4, 300}) {
        assertNormalized(program, rows);
      }
    }
  }

  @Test
  void weightsThatArePutAnewAreSeen() {
    fill(3);
    try (Program program = engine.compile(normalized(), residents)) {
      assertNormalized(program, 4);
      fill(4);
      assertNormalized(program, 4);
      residents.put("beta", random(5, OUT));
      assertNormalized(program, 4);
    }
  }

  @Test
  void weightsThatATrainingStepWroteAreSeen() {
    fill(3);
    Ops ops = new Ops();
    Value w = ops.resident("w", TensorType.f32(Shape.of(IN, OUT)));
    Function step = ops.function("step", Map.of(), Map.of("w", ops.mul(w, 0.5)));
    try (Program program = engine.compile(normalized(), residents);
        Program training = engine.compile(step, residents)) {
      assertNormalized(program, 4);
      training.run(Map.of());
      assertNormalized(program, 4);
    }
  }

  @Test
  void aWeightThatIsMissingIsNamed() {
    residents.put("w", random(1, IN, OUT));
    try (Program program = engine.compile(normalized(), residents)) {
      assertThatThrownBy(() -> program.run(Map.of("x", random(1, 2, IN))))
          .isInstanceOf(EngineException.class)
          .hasMessageMatching(
              "normalized: expected a value for resident (bias|mean|variance|gamma|beta);"
                  + " put one before the run, got none");
    }
  }

  @Test
  void firstRunsOnManyThreadsGetWhatOneGets() throws Exception {
    fill(3);
    Tensor x = random(9, 2, IN);
    float[] expected;
    try (Program alone = engine.compile(normalized(), residents)) {
      expected = alone.run(Map.of("x", x)).get("y").toFloats();
    }
    for (int round = 0; round < 20; round++) {
      try (Program program = engine.compile(normalized(), residents);
          ExecutorService callers = Executors.newFixedThreadPool(8)) {
        Callable<float[]> call = () -> program.run(Map.of("x", x)).get("y").toFloats();
        for (Future<float[]> result : callers.invokeAll(Collections.nCopies(8, call))) {
          assertThat(result.get()).containsExactly(expected);
        }
      }
    }
  }

  /** relu((x w + bias - mean) / √(variance + 0.001) · gamma + beta). */
  private static Function normalized() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(IN))));
    Value w = ops.resident("w", TensorType.f32(Shape.of(IN, OUT)));
    Value product = ops.add(ops.matmul(x, w), vector(ops, "bias"));
    Value centred = ops.sub(product, vector(ops, "mean"));
    Value y =
        ops.within(
            "norm",
            () -> {
              Value deviation = ops.rsqrt(ops.add(vector(ops, "variance"), 0.001));
              Value scaled = ops.mul(ops.mul(centred, deviation), vector(ops, "gamma"));
              return ops.add(scaled, vector(ops, "beta"));
            });
    return ops.function("normalized", Map.of("y", Composites.relu(ops, y)));
  }

  private static Value vector(Ops ops, String name) {
    return ops.resident(name, TensorType.f32(Shape.of(OUT)));
  }

  private void fill(long seed) {
    residents.put("w", random(seed, IN, OUT));
    for (String name : List.of("bias", "mean", "gamma", "beta")) {
      residents.put(name, random(seed + name.hashCode(), OUT));
    }
    float[] squares = random(seed + 1, OUT).toFloats();
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= squares[i];
    }
    residents.put("variance", Tensor.of(Shape.of(OUT), squares));
  }

  private void assertNormalized(Program program, int rows) {
    Tensor x = random(rows, rows, IN);
    float[] y = program.run(Map.of("x", x)).get("y").toFloats();
    assertThat(y).hasSize(rows * OUT);
    for (int i = 0; i < y.length; i++) {
      double expected = expected(x, i / OUT, i % OUT);
      assertThat((double) y[i]).isCloseTo(expected, Offset.offset(2e-5));
    }
  }

  private double expected(Tensor x, int row, int column) {
    Tensor w = residents.get("w");
    double sum = at("bias", column) - at("mean", column);
    for (int k = 0; k < IN; k++) {
      sum += (double) x.floatAt(row * IN + k) * w.floatAt(k * OUT + column);
    }
    double scaled = sum / Math.sqrt(at("variance", column) + 0.001) * at("gamma", column);
    return Math.max(0, scaled + at("beta", column));
  }

  private double at(String name, int index) {
    return residents.get(name).floatAt(index);
  }

  private static Tensor random(long seed, int... sizes) {
    Random random = new Random(seed);
    float[] elements = new float[Shape.of(sizes).size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.of(Shape.of(sizes), elements);
  }
}
