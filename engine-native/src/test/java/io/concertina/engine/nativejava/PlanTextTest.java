package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.nativejava.compile.Compiler;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The printed plan shows what was fused; golden files beside this class. */
class PlanTextTest {

  @Test
  void aTrainingStepFusesBiasActivationLossAndUpdateIntoItsProducts() throws IOException {
    Function step = new DenseTraining(8, 3, 8).step();

    assertThat(text(step)).isEqualTo(golden("training-step.plan"));
  }

  @Test
  void softmaxIsOneStep() throws IOException {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(10))));
    Function softmax = ops.function("softmax", Map.of("y", Composites.softmax(ops, x)));

    assertThat(text(softmax)).isEqualTo(golden("softmax.plan"));
  }

  @Test
  void reshapesBroadcastsAndLeadingSlicesCostNothing() throws IOException {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(6))));
    Value w = ops.resident("w", TensorType.f32(Shape.of(4, 6)));
    Value row = ops.reshape(ops.slice(w, 0, 2, 1), Shape.of(6));
    Value turned = ops.transpose(w, 1, 0);
    Value product = ops.matmul(ops.add(x, row), turned);
    Function function = ops.function("views", Map.of("y", product));

    assertThat(text(function)).isEqualTo(golden("views.plan"));
  }

  @Test
  void partsOfRowsAreReadAndWrittenInPlace() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(64))));
    Value left = ops.slice(x, 1, 0, 32);
    Value right = ops.slice(x, 1, 32, 32);
    Value joined = ops.concat(1, ops.mul(left, right), ops.add(left, right));
    Function function = ops.function("parts", Map.of("y", joined));

    assertThat(text(function))
        .contains("loop{mul}(x[32 of 64], x+32[32 of 64]) -> #0[32 of 64]")
        .contains("loop{add}(x[32 of 64], x+32[32 of 64]) -> #0+32[32 of 64]")
        .doesNotContain("slice", "concat");
  }

  @Test
  void gradientsOfPartsAreWrittenSideBySide() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(64))));
    Value product = ops.mul(ops.slice(x, 1, 0, 32), ops.slice(x, 1, 32, 32));
    Value loss = ops.sumAll(ops.tanh(product));
    Function function =
        ops.function("parts", Map.of("dx", Gradients.of(ops, loss, List.of(x)).getFirst()));

    assertThat(text(function)).doesNotContain("pad").contains("-> #0[32 of 64], #0+32[32 of 64]");
  }

  @Test
  void theEngineExplainsAFunctionByItsPlan() {
    Function step = new DenseTraining(8, 3, 8).step();
    try (Engine engine = new NativeEngineFactory().open(EngineOptions.defaults())) {
      assertThat(engine.explain(step, Map.of("batch", 4))).contains(text(step));
    }
  }

  private static String text(Function function) {
    return Compiler.compile(function, Map.of("batch", 4)).toString();
  }

  private static String golden(String name) throws IOException {
    try (InputStream stream = PlanTextTest.class.getResourceAsStream(name)) {
      assertThat(stream).as("golden file " + name).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
