package io.concertina.engine.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.ir.Composites;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoringTest {

  private static final Shape SHAPE = Shape.of(2, 3);
  private static final TensorType TYPE = TensorType.f32(SHAPE);

  @Test
  void updatesOfAdamAreOneStepUnderOneCondition() {
    List<Storing> found = Storing.of(adam(0.9, 0.1));
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().condition()).isPresent();
    assertThat(found.getFirst().assigned()).isEmpty();
    assertThat(found.getFirst().adam())
        .singleElement()
        .satisfies(step -> assertThat(step.residents()).containsExactly("w", "m", "v"));
  }

  @Test
  void sumsThatAreNoRunningMeansAreAssigned() {
    List<Storing> found = Storing.of(adam(0.9, 0.2));
    assertThat(found.getFirst().adam()).isEmpty();
    assertThat(found.getFirst().assigned()).containsOnlyKeys("w", "m", "v");
  }

  @Test
  void aStepOfAdamGivesWhatItsFormulaSays() {
    try (Engine engine = new TensorflowEngineFactory().open(EngineOptions.defaults());
        Program program = engine.compile(adam(0.9, 0.1))) {
      put(program, 0.5f, 0.02f, 0.003f);
      program.run(inputs(0.7f, 1));
      double mean = 0.9 * 0.02 + 0.1 * 0.7;
      double square = 0.999 * 0.003 + 0.001 * 0.7 * 0.7;
      double weight = 0.5 - 0.01 * mean / (Math.sqrt(square) + 1e-7);
      assertClose(program, "m", mean);
      assertClose(program, "v", square);
      assertClose(program, "w", weight);
    }
  }

  @Test
  void firstMomentsThatStartAtZeroAreExactToTheLastDigits() {
    try (Engine engine = new TensorflowEngineFactory().open(EngineOptions.defaults());
        Program program = engine.compile(adam(0.9, 0.1))) {
      put(program, 0.5f, 0, 0);
      program.run(inputs(0.7f, 1));
      assertClose(program, "m", 0.1 * 0.7);
      assertClose(program, "v", 0.001 * 0.7 * 0.7);
    }
  }

  @Test
  void nothingIsStoredUnlessTheConditionHolds() {
    try (Engine engine = new TensorflowEngineFactory().open(EngineOptions.defaults());
        Program program = engine.compile(adam(0.9, 0.1))) {
      put(program, 0.5f, 0.02f, 0.003f);
      Map<String, Tensor> outputs = program.run(inputs(0.7f, Float.NaN));
      assertThat(outputs.get("loss").floatAt(0)).isNaN();
      assertThat(program.residents().get("w")).isEqualTo(Tensor.full(SHAPE, 0.5f));
      assertThat(program.residents().get("m")).isEqualTo(Tensor.full(SHAPE, 0.02f));
      assertThat(program.residents().get("v")).isEqualTo(Tensor.full(SHAPE, 0.003f));
      program.run(inputs(0.7f, 1));
      assertThat(program.residents().get("w")).isNotEqualTo(Tensor.full(SHAPE, 0.5f));
    }
  }

  private static void put(Program program, float w, float m, float v) {
    program.residents().put("w", Tensor.full(SHAPE, w));
    program.residents().put("m", Tensor.full(SHAPE, m));
    program.residents().put("v", Tensor.full(SHAPE, v));
  }

  private static Map<String, Tensor> inputs(float gradient, float loss) {
    return Map.of("g", Tensor.full(SHAPE, gradient), "loss", Tensor.scalar(loss));
  }

  private static void assertClose(Program program, String name, double expected) {
    assertThat((double) program.residents().get(name).floatAt(4))
        .isCloseTo(expected, within(8 * 0x1p-24 * expected));
  }

  /** w, m and v by Adam at a rate of 0.01, stored if the loss is finite. */
  private static Function adam(double kept, double gain) {
    Ops ops = new Ops();
    Value g = ops.input("g", TYPE);
    Value loss = ops.input("loss", TensorType.f32(Shape.scalar()));
    Value w = ops.resident("w", TYPE);
    Value m = ops.resident("m", TYPE);
    Value v = ops.resident("v", TYPE);
    Value mean = ops.add(ops.mul(m, kept), ops.mul(g, gain));
    Value square = ops.add(ops.mul(v, 0.999), ops.mul(Composites.square(ops, g), 0.001));
    Value move = ops.div(ops.mul(mean, 0.01), ops.add(ops.sqrt(square), 1e-7));
    Map<String, Value> next = new LinkedHashMap<>();
    Value finite = ops.isFinite(loss);
    next.put("w", ops.select(finite, ops.sub(w, move), w));
    next.put("m", ops.select(finite, mean, m));
    next.put("v", ops.select(finite, square, v));
    return ops.function("adam", Map.of("loss", loss), next);
  }
}
