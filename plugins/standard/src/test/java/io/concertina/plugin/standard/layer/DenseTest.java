package io.concertina.plugin.standard.layer;

import static io.concertina.plugin.standard.Evaluation.matrix;
import static io.concertina.plugin.standard.Evaluation.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.layer.Role;
import io.concertina.plugin.standard.Evaluation;
import io.concertina.plugin.standard.LayerBench;
import io.concertina.plugin.standard.activation.Activations;
import io.concertina.plugin.standard.initializer.Initializers;
import io.concertina.plugin.standard.regularizer.Regularizers;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DenseTest {

  private static final Dim BATCH = Dim.named("batch");
  private static final ReferenceTensor X = matrix(2, 3, 1, 2, 3, -1, 0, 2);
  private static final ReferenceTensor KERNEL = matrix(3, 2, 1, 2, 3, 4, 5, 6);

  private static LayerBench bench() {
    return LayerBench.inference(3)
        .with("layer_1/kernel", KERNEL)
        .with("layer_1/bias", vector(0.5, -10));
  }

  @Test
  void isAnAffineMapFollowedByItsActivation() {
    assertThat(bench().run(X, Layers.dense(2)).y().toDoubles()).containsExactly(22.5, 18, 9.5, 0);
    assertThat(bench().run(X, Layers.dense(2, Activations.relu()).bias(false)).y().toDoubles())
        .containsExactly(22, 28, 9, 10);
  }

  @Test
  void startsWithGlorotUniformAndZeros() {
    LayerBench.Run run = LayerBench.inference(3).run(X, Layers.dense(2));
    double limit = Math.sqrt(6 / 5.0);
    double[] kernel = run.variables().get("layer_1/kernel").toDoubles();
    assertThat(Arrays.stream(kernel)).allMatch(element -> Math.abs(element) <= limit);
    assertThat(kernel).doesNotHaveDuplicates();
    assertThat(run.variables().get("layer_1/bias").toDoubles()).containsExactly(0, 0);
  }

  @Test
  void startsWithTheInitializersItIsGiven() {
    Dense dense =
        Layers.dense(2)
            .kernelInitializer(Initializers.constant(2))
            .biasInitializer(Initializers.ones());
    assertThat(LayerBench.inference(3).run(X, dense).y().toDoubles()).containsExactly(13, 13, 3, 3);
  }

  @Test
  void withoutUnitsItIsAsWideAsTheDecoderMustBe() {
    assertThat(LayerBench.inference(3).output(6).shape(Layers.dense(7), Layers.dense()))
        .isEqualTo(Shape.of(BATCH, Dim.of(6)));
  }

  @Test
  void withoutUnitsItIsAsWideAsTheModelsInputUnlessTheLikelihoodWantsMore() {
    assertThat(LayerBench.inference(3).shape(Layers.dense(7), Layers.dense()))
        .isEqualTo(Shape.of(BATCH, Dim.of(3)));
  }

  @Test
  void mapsTheLastAxisOfSamplesOfHigherRank() {
    LayerBench bench = LayerBench.inference(2, 3).with("layer_1/kernel", KERNEL);
    assertThat(bench.shape(Layers.dense(2))).isEqualTo(Shape.of(BATCH, Dim.of(2), Dim.of(2)));
    ReferenceTensor x = X.reshape(Shape.of(1, 2, 3));
    assertThat(bench.run(x, Layers.dense(2)).y().toDoubles()).containsExactly(22, 28, 9, 10);
  }

  @Test
  void penalisesItsKernel() {
    LayerBench.Run run = bench().run(X, Layers.dense(2).kernelRegularizer(Regularizers.l2(0.5)));
    assertThat(run.terms()).containsExactly(Map.entry("layer_1/kernel", 45.5));
  }

  @Test
  void penalisesItsOutputPerSample() {
    Dense dense = Layers.dense(2, Activations.relu()).activityRegularizer(Regularizers.l1(0.5));
    assertThat(bench().run(X, dense).terms().get("layer_1/activity")).isEqualTo(12.5);
  }

  @Test
  void hasTheGradientsOfItsFormula() {
    Dense dense =
        Layers.dense(4, Activations.tanh())
            .kernelRegularizer(Regularizers.elasticNet(0.1, 0.2))
            .activityRegularizer(Regularizers.l2(0.3));
    LayerBench.training(3).checkGradients(X, dense);
    LayerBench.training(2, 3).checkGradients(X.reshape(Shape.of(1, 2, 3)), dense);
  }

  @Test
  void tiedDenseMapsBackWithTheTransposedKernelAndItsOwnBias() {
    double[] y =
        bench()
            .with("layer_2/bias", vector(1, 0, 0))
            .run(X, Layers.dense(2), Layers.tiedDense("layer_1"))
            .y()
            .toDoubles();
    assertThat(y)
        .containsExactly(
            new double[] {
              22.5 + 2 * 18 + 1, 3 * 22.5 + 4 * 18, 5 * 22.5 + 6 * 18, 9.5 + 1, 28.5, 47.5
            },
            within(Evaluation.ROUNDED_CONSTANTS));
  }

  @Test
  void tiedDenseSharesTheGradientOfTheKernel() {
    LayerBench bench = LayerBench.training(3);
    Dense dense = Layers.dense(2, Activations.tanh());
    TiedDense tied = Layers.tiedDense("layer_1", Activations.sigmoid());
    assertThat(bench.run(X, dense, tied).variables().keySet())
        .containsExactly("layer_1/kernel", "layer_1/bias", "layer_2/bias");
    bench.checkGradients(X, dense, tied);
  }

  @Test
  void tiedDenseMapsTheLastAxisOfSamplesOfHigherRank() {
    LayerBench bench = LayerBench.training(2, 3);
    assertThat(bench.shape(Layers.dense(5), Layers.tiedDense("layer_1").bias(false)))
        .isEqualTo(Shape.of(BATCH, Dim.of(2), Dim.of(3)));
    bench.checkGradients(
        X.reshape(Shape.of(1, 2, 3)), Layers.dense(5), Layers.tiedDense("layer_1").bias(false));
  }

  @Test
  void tiedDenseRefusesAnInputThatDoesNotFitTheKernel() {
    assertThatThrownBy(
            () ->
                LayerBench.inference(3)
                    .shape(Layers.dense(2), Layers.dense(4), Layers.tiedDense("layer_1")))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "layer_3: expected an input [batch, ..., 2] like the output of layer_1,"
                + " got [batch, 4]");
  }

  @Test
  void tiedDenseRefusesALayerWhoseKernelIsNoMatrix() {
    assertThatThrownBy(
            () ->
                LayerBench.inference(3)
                    .shape(
                        (scope, x) -> {
                          scope.variable("kernel", Role.WEIGHT, Initializers.zeros(), 3);
                          return x;
                        },
                        Layers.tiedDense("layer_1")))
        .isInstanceOf(ShapeException.class)
        .hasMessage("layer_2: expected a kernel [in, units] at layer_1, got [3]");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Layers.dense(-1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "dense.units: expected at least 1, or 0 for the width that the decoder must give, got"
                + " -1");
    assertThatThrownBy(() -> Layers.tiedDense(" ")).hasMessageStartingWith("tied_dense.of: ");
  }
}
