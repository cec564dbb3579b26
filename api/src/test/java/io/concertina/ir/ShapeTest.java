package io.concertina.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ShapeException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapeTest {

  private static final Shape IMAGES = Shape.of(Dim.named("batch"), Dim.of(28), Dim.of(28));

  @Test
  void axesCountFromBothEnds() {
    assertThat(IMAGES.dim(0)).isEqualTo(IMAGES.dim(-3));
    assertThat(IMAGES.last()).isEqualTo(Dim.of(28));
    assertThat(IMAGES.axis(-1)).isEqualTo(2);
  }

  @Test
  void aMissingAxisIsNamedWithTheOnesThereAre() {
    assertThatThrownBy(() -> IMAGES.dim(3))
        .isInstanceOf(ShapeException.class)
        .hasMessage("axis 3: expected an axis from -3 to 2, got shape [batch, 28, 28]");
  }

  @Test
  void theNumberOfElementsKeepsNames() {
    assertThat(IMAGES.elements()).hasToString("batch*784");
    assertThat(Shape.scalar().elements()).isEqualTo(Dim.of(1));
  }

  @Test
  void aFixedShapeHasASize() {
    assertThat(IMAGES.bind(Map.of("batch", 2)).size()).isEqualTo(2 * 28 * 28);
    assertThat(Shape.of(2, 3).sizes()).containsExactly(2, 3);
    assertThat(Shape.scalar().size()).isEqualTo(1);
  }

  @Test
  void aShapeOfTooManyElementsIsRefused() {
    assertThatThrownBy(() -> Shape.of(1 << 16, 1 << 16).size())
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape [65536, 65536]: expected at most 2^31 - 1 elements, got more");
  }

  @Test
  void aZeroAmongHugeSizesMeansNoElements() {
    assertThat(Shape.of(0, 1 << 16, 1 << 16).size()).isZero();
    assertThat(Shape.of(1 << 16, 1 << 16, 0).size()).isZero();
  }

  @Test
  void partsAreReplacedOrCutOut() {
    assertThat(IMAGES.with(-1, Dim.of(3))).hasToString("[batch, 28, 3]");
    assertThat(IMAGES.slice(1, 3)).hasToString("[28, 28]");
    assertThat(IMAGES.prepend(Dim.of(5))).hasToString("[5, batch, 28, 28]");
  }
}
