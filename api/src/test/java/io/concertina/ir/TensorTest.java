package io.concertina.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ShapeException;
import org.junit.jupiter.api.Test;

class TensorTest {

  @Test
  void aTensorKeepsACopyOfItsElements() {
    float[] elements = {1, 2};
    Tensor tensor = Tensor.of(Shape.of(2), elements);
    elements[0] = 9;
    tensor.toFloats()[1] = 9;
    assertThat(tensor.toFloats()).containsExactly(1, 2);
  }

  @Test
  void aViewFollowsTheCallersArray() {
    float[] elements = {1, 2};
    Tensor view = Tensor.view(Shape.of(2), elements);
    elements[0] = 9;
    assertThat(view.floatAt(0)).isEqualTo(9);
  }

  @Test
  void theNumberOfElementsMustFitTheShape() {
    assertThatThrownBy(() -> Tensor.of(Shape.of(2, 2), 1f, 2f, 3f))
        .isInstanceOf(ShapeException.class)
        .hasMessage("tensor f32[2, 2]: expected 4 elements, got 3 elements");
  }

  @Test
  void truthValuesAreZeroOrOne() {
    assertThat(Tensor.ofBooleans(Shape.of(3), 0, -7, 1).toInts()).containsExactly(0, 1, 1);
  }

  @Test
  void integersAreReadAsFloatsButNotTheOtherWayRound() {
    assertThat(Tensor.scalar(3).floatAt(0)).isEqualTo(3);
    assertThatThrownBy(() -> Tensor.scalar(3f).intAt(0)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Tensor.scalar(3).toFloats())
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("f32");
  }

  @Test
  void equalityGoesByTypeAndElements() {
    Tensor row = Tensor.of(Shape.of(1, 2), 1f, 2f);
    assertThat(row).isEqualTo(Tensor.of(Shape.of(1, 2), 1f, 2f));
    assertThat(row).hasSameHashCodeAs(Tensor.of(Shape.of(1, 2), 1f, 2f));
    assertThat(row).isNotEqualTo(row.reshape(Shape.of(2)));
    assertThat(row.reshape(Shape.of(2))).isEqualTo(Tensor.of(Shape.of(2), 1f, 2f));
    assertThat(Tensor.scalar(0f)).isNotEqualTo(Tensor.scalar(-0f));
    assertThat(Tensor.scalar(1)).isNotEqualTo(Tensor.ofBooleans(Shape.scalar(), 1));
  }

  @Test
  void theTextShowsTheFirstElements() {
    assertThat(Tensor.of(Shape.of(2), 1f, -2.5f)).hasToString("f32[2] {1.0, -2.5}");
    assertThat(Tensor.full(Shape.of(9), 1))
        .hasToString("f32[9] {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, ...}");
  }

  @Test
  void partsAreCopiedIntoArrays() {
    float[] floats = new float[4];
    Tensor.of(Shape.of(3), 1f, 2f, 3f).copyTo(1, floats, 2, 2);
    assertThat(floats).containsExactly(0, 0, 2, 3);
    int[] ints = new int[2];
    Tensor.of(Shape.of(3), 1, 2, 3).copyTo(0, ints, 0, 2);
    assertThat(ints).containsExactly(1, 2);
  }
}
