package io.concertina;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of this module's README. */
class ApiReadmeTest {

  @Test
  void theExampleMakesAStepThatPrintsItself() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(3))));
    Value w = ops.resident("w", TensorType.f32(Shape.of(3)));
    Value error = ops.meanAll(Composites.square(ops, ops.sub(ops.mul(x, w), x)));
    Value gradient = Gradients.of(ops, error, List.of(w)).getFirst();
    Value next = ops.sub(w, ops.mul(gradient, 0.1));
    Function step = ops.function("step", Map.of("error", error), Map.of("w", next));

    assertThat(step.toString())
        .startsWith("function step(")
        .contains("%x: f32[batch, 3]")
        .contains("resident %w: f32[3]")
        .contains("update w = ");
    assertThat(step.updates().get("w").type()).isEqualTo(w.type());
  }
}
