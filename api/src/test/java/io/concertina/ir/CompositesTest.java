package io.concertina.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ShapeException;
import org.junit.jupiter.api.Test;

class CompositesTest {

  private static final Dim BATCH = Dim.named("batch");

  private final Ops ops = new Ops();
  private final Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(4))));

  @Test
  void activationsKeepTheShape() {
    assertThat(Composites.relu(ops, x).type()).isEqualTo(x.type());
    assertThat(Composites.softplus(ops, x).type()).isEqualTo(x.type());
    assertThat(Composites.softmax(ops, x).type()).isEqualTo(x.type());
    assertThat(Composites.logSoftmax(ops, x).type()).isEqualTo(x.type());
  }

  @Test
  void binaryCrossEntropyIsPerElement() {
    assertThat(Composites.binaryCrossEntropy(ops, x, x).type()).isEqualTo(x.type());
    assertThat(Composites.binaryCrossEntropyWithLogits(ops, x, x).type()).isEqualTo(x.type());
  }

  @Test
  void categoricalCrossEntropyDropsTheClasses() {
    assertThat(Composites.categoricalCrossEntropy(ops, x, x).type()).hasToString("f32[batch]");
    assertThat(Composites.categoricalCrossEntropyWithLogits(ops, x, x).type())
        .hasToString("f32[batch]");
  }

  @Test
  void targetsThatWouldOnlyBroadcastAreRefused() {
    Value t = ops.input("t", TensorType.f32(Shape.of(4)));
    assertThatThrownBy(() -> ops.within("loss", () -> Composites.binaryCrossEntropy(ops, x, t)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("loss/binary_cross_entropy: expected targets [batch, 4], got [4]");
    assertThatThrownBy(() -> Composites.categoricalCrossEntropyWithLogits(ops, x, t))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("categorical_cross_entropy_with_logits: expected targets");
  }
}
