package io.concertina.plugin.standard.layer;

import static io.concertina.plugin.standard.Evaluation.matrix;
import static io.concertina.plugin.standard.Evaluation.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ShapeException;
import io.concertina.ir.Shape;
import io.concertina.plugin.standard.Evaluation;
import io.concertina.plugin.standard.LayerBench;
import io.concertina.testkit.reference.ReferenceTensor;
import org.junit.jupiter.api.Test;

class NormalizationTest {

  /** Columns with means 2 and 10, variances 2/3 and 200/3. */
  private static final ReferenceTensor X = matrix(3, 2, 1, 0, 2, 10, 3, 20);

  private static void close(double[] actual, double... expected) {
    assertThat(actual).containsExactly(expected, within(8 * Evaluation.ROUNDED_CONSTANTS));
  }

  @Test
  void batchNormNormalisesEachFeatureOverTheBatch() {
    double[] y = LayerBench.training(2).run(X, Layers.batchNorm()).y().toDoubles();
    double first = 1 / Math.sqrt(2 / 3.0 + 1e-3);
    double second = 10 / Math.sqrt(200 / 3.0 + 1e-3);
    close(y, -first, -second, 0, 0, first, second);
  }

  @Test
  void batchNormScalesAndShifts() {
    double[] y =
        LayerBench.training(2)
            .with("layer_1/gamma", vector(2, 3))
            .with("layer_1/beta", vector(-1, 1))
            .run(X, Layers.batchNorm())
            .y()
            .toDoubles();
    double first = 2 / Math.sqrt(2 / 3.0 + 1e-3);
    double second = 30 / Math.sqrt(200 / 3.0 + 1e-3);
    close(y, -first - 1, -second + 1, -1, 1, first - 1, second + 1);
  }

  @Test
  void batchNormMovesItsRunningStatistics() {
    LayerBench.Run run =
        LayerBench.training(2)
            .with("layer_1/moving_mean", vector(1, 1))
            .run(X, Layers.batchNorm().momentum(0.75));
    close(run.updates().get("layer_1/moving_mean"), 0.75 + 0.5, 0.75 + 2.5);
    close(run.updates().get("layer_1/moving_variance"), 0.75 + 1 / 6.0, 0.75 + 50 / 3.0);
  }

  @Test
  void batchNormInUseTakesItsRunningStatistics() {
    LayerBench.Run run =
        LayerBench.inference(2)
            .with("layer_1/moving_mean", vector(1, 10))
            .with("layer_1/moving_variance", vector(4, 25))
            .run(X, Layers.batchNorm().epsilon(1e-9));
    close(run.y().toDoubles(), 0, -2, 0.5, 0, 1, 2);
    assertThat(run.updates()).isEmpty();
  }

  @Test
  void batchNormBeginsAsTheIdentityUpToEpsilon() {
    double[] y = LayerBench.inference(2).run(X, Layers.batchNorm().epsilon(1e-9)).y().toDoubles();
    close(y, 1, 0, 2, 10, 3, 20);
  }

  @Test
  void batchNormTakesStatisticsOverAllAxesButTheLast() {
    LayerBench bench = LayerBench.training(3, 2);
    LayerBench.Run run = bench.run(X.reshape(Shape.of(1, 3, 2)), Layers.batchNorm().momentum(0));
    close(run.updates().get("layer_1/moving_mean"), 2, 10);
    close(run.updates().get("layer_1/moving_variance"), 2 / 3.0, 200 / 3.0);
  }

  @Test
  void layerNormNormalisesEachSampleOverItsFeatures() {
    double[] y =
        LayerBench.training(2)
            .with("layer_1/gamma", vector(2, 3))
            .with("layer_1/beta", vector(-1, 1))
            .run(X, Layers.layerNorm())
            .y()
            .toDoubles();
    double[] expected = new double[6];
    double[] half = {0.5, -4, -8.5};
    for (int row = 0; row < 3; row++) {
      double unit = half[row] / Math.sqrt(half[row] * half[row] + 1e-3);
      expected[2 * row] = 2 * unit - 1;
      expected[2 * row + 1] = -3 * unit + 1;
    }
    close(y, expected);
  }

  @Test
  void withoutScaleAndCenterThereAreNoWeights() {
    LayerBench bench = LayerBench.training(2);
    assertThat(bench.run(X, Layers.layerNorm().scale(false).center(false)).variables()).isEmpty();
    assertThat(bench.run(X, Layers.batchNorm().scale(false)).variables().keySet())
        .containsExactly("layer_1/moving_mean", "layer_1/moving_variance", "layer_1/beta");
    assertThat(bench.run(X, Layers.batchNorm().center(false)).variables().keySet())
        .containsExactly("layer_1/moving_mean", "layer_1/moving_variance", "layer_1/gamma");
  }

  @Test
  void haveTheGradientsOfTheirFormulas() {
    ReferenceTensor x = matrix(4, 3, 0.3, -1, 2, 0.7, 0.4, -0.2, -1.5, 0.9, 0.1, 1.2, -0.6, 0.8);
    LayerBench bench =
        LayerBench.training(3)
            .with("layer_1/gamma", vector(0.5, 2, -1.5))
            .with("layer_1/beta", vector(1, -2, 0.3));
    bench.checkGradients(x, Layers.batchNorm());
    bench.checkGradients(x, Layers.batchNorm().scale(false));
    bench.checkGradients(x, Layers.batchNorm().center(false));
    bench.checkGradients(x, Layers.layerNorm());
    LayerBench.training(2, 3).checkGradients(x.reshape(Shape.of(2, 2, 3)), Layers.layerNorm());
  }

  @Test
  void batchNormInUseIsDifferentiable() {
    LayerBench.inference(2)
        .with("layer_1/moving_mean", vector(1, 8))
        .with("layer_1/moving_variance", vector(4, 25))
        .checkGradients(X, Layers.batchNorm());
  }

  @Test
  void needsFeatures() {
    assertThatThrownBy(() -> LayerBench.training().shape(Layers.batchNorm()))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "layer_1: expected an input [batch, ..., features] with a fixed number of features,"
                + " got [batch]");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Layers.batchNorm().momentum(1))
        .hasMessage("batch_norm.momentum: expected at least 0 and below 1, got 1.0");
    assertThatThrownBy(() -> Layers.batchNorm().epsilon(0))
        .hasMessage("batch_norm.epsilon: expected a number above 0, got 0.0");
    assertThatThrownBy(() -> Layers.layerNorm().epsilon(-1))
        .hasMessage("layer_norm.epsilon: expected a number above 0, got -1.0");
  }
}
