package io.concertina.plugin.standard.layer;

import static io.concertina.plugin.standard.Evaluation.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.plugin.standard.LayerBench;
import io.concertina.plugin.standard.activation.Activations;
import io.concertina.testkit.reference.ReferenceTensor;
import org.junit.jupiter.api.Test;

class ShapingTest {

  private static final Dim BATCH = Dim.named("batch");
  private static final ReferenceTensor X =
      ReferenceTensor.of(Shape.of(1, 2, 3), 1.0, 2, 3, 4, 5, 6);

  @Test
  void flattenMakesVectorsInTheOrderOfElements() {
    assertThat(LayerBench.inference(2, 3).shape(Layers.flatten()))
        .isEqualTo(Shape.of(BATCH, Dim.of(6)));
    assertThat(LayerBench.inference(2, 3).run(X, Layers.flatten()).y())
        .isEqualTo(matrix(1, 6, 1, 2, 3, 4, 5, 6));
  }

  @Test
  void flattenMakesVectorsOfScalars() {
    assertThat(LayerBench.inference().shape(Layers.flatten()))
        .isEqualTo(Shape.of(BATCH, Dim.of(1)));
  }

  @Test
  void reshapeKeepsTheOrderOfElements() {
    assertThat(LayerBench.inference(2, 3).run(X, Layers.reshape(3, 2)).y())
        .isEqualTo(X.reshape(Shape.of(1, 3, 2)));
  }

  @Test
  void reshapeWorksOutOneSize() {
    assertThat(LayerBench.inference(2, 3).shape(Layers.reshape(3, -1)))
        .isEqualTo(Shape.of(BATCH, Dim.of(3), Dim.of(2)));
    assertThat(LayerBench.inference(2, 3).shape(Layers.reshape(-1)))
        .isEqualTo(Shape.of(BATCH, Dim.of(6)));
  }

  @Test
  void reshapeRefusesAnotherNumberOfElements() {
    assertThatThrownBy(() -> LayerBench.inference(2, 3).shape(Layers.reshape(4, 2)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("layer_1: expected samples that reshape to [4, 2], got [2, 3]");
    assertThatThrownBy(() -> LayerBench.inference(2, 3).shape(Layers.reshape(4, -1)))
        .hasMessage("layer_1: expected samples that reshape to [4, -1], got [2, 3]");
  }

  @Test
  void reshapeRefusesSizesThatCannotBe() {
    for (int[] sizes : new int[][] {{}, {0}, {-2, 3}, {-1, -1}}) {
      assertThatThrownBy(() -> Layers.reshape(sizes))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("reshape.shape: expected sizes of at least 1, or -1 for one of");
    }
  }

  @Test
  void gradientsFindTheirWayBack() {
    LayerBench.training(2, 3).checkGradients(X, Layers.flatten());
    LayerBench.training(2, 3).checkGradients(X, Layers.reshape(3, 2));
  }

  @Test
  void activationAppliesItsFunction() {
    assertThat(
            LayerBench.inference(3)
                .run(matrix(1, 3, -1, 0, 2), Layers.activation(Activations.relu()))
                .y())
        .isEqualTo(matrix(1, 3, 0, 0, 2));
    LayerBench.training(2, 3).checkGradients(X, Layers.activation(Activations.softplus()));
  }
}
