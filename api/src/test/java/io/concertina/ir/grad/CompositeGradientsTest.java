package io.concertina.ir.grad;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Composite;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rewrites;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompositeGradientsTest {

  private final Ops ops = new Ops();
  private final Value x = ops.input("x", TensorType.f32(Shape.of(3)));

  @Test
  void softmaxAndItsLogarithmHaveARule() {
    assertThat(CompositeGradients.rule(composite(Composites.softmax(ops, x)))).isPresent();
    assertThat(CompositeGradients.rule(composite(Composites.logSoftmax(ops, x)))).isPresent();
  }

  @Test
  void anotherCompositeHasNone() {
    assertThat(CompositeGradients.rule(composite(Composites.relu(ops, x)))).isEmpty();
  }

  @Test
  void anotherVersionIsDifferentiatedByItsBody() {
    Ops inner = new Ops();
    Value doubled = inner.mul(inner.input("x", x.type()), 2);
    Composite other =
        new Composite("softmax", 2, Map.of("axis", -1), inner.function("b", Map.of("y", doubled)));
    assertThat(CompositeGradients.rule(other)).isEmpty();
    Value loss = ops.sumAll(ops.emit(other, x));
    Value gradient = Gradients.of(ops, loss, List.of(x)).getFirst();
    assertThat(Rewrites.simplify(ops.function("f", Map.of("dx", gradient))).toString())
        .contains("constant{2.0}")
        .doesNotContain("softmax");
  }

  private static Composite composite(Value y) {
    return (Composite) y.op();
  }
}
