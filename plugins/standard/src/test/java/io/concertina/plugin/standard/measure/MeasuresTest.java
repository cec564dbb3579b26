package io.concertina.plugin.standard.measure;

import static io.concertina.plugin.standard.Evaluation.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ShapeException;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.layer.Activation;
import io.concertina.loss.Loss;
import io.concertina.metric.Metric;
import io.concertina.plugin.standard.Evaluation;
import io.concertina.plugin.standard.activation.Activations;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MeasuresTest {

  private static final ReferenceTensor P = matrix(2, 3, 0.5, 2, -1, 4, 0, 1);
  private static final ReferenceTensor T = matrix(2, 3, 1, 2, 1, 1, 0.25, 1);

  private static double loss(Loss loss, ReferenceTensor p, ReferenceTensor t) {
    return Evaluation.of((ops, in) -> loss.apply(ops, in.get(0), in.get(1)), p, t)[0];
  }

  private static double metric(Metric metric, ReferenceTensor p, ReferenceTensor t) {
    return Evaluation.of((ops, in) -> metric.apply(ops, in.get(0), in.get(1)), p, t)[0];
  }

  @Test
  void mseIsTheMeanOfSquares() {
    assertThat(loss(Losses.mse(), P, T)).isCloseTo((0.25 + 4 + 9 + 0.0625) / 6, within(1e-15));
    assertThat(metric(Metrics.mse(), P, T)).isEqualTo(loss(Losses.mse(), P, T));
  }

  @Test
  void maeIsTheMeanOfAbsoluteValues() {
    assertThat(loss(Losses.mae(), P, T)).isCloseTo((0.5 + 2 + 3 + 0.25) / 6, within(1e-15));
    assertThat(metric(Metrics.mae(), P, T)).isEqualTo(loss(Losses.mae(), P, T));
  }

  @Test
  void huberIsQuadraticUpToDeltaAndLinearBeyond() {
    double expected = (0.125 + (2 - 0.5) + (3 - 0.5) + 0.03125) / 6;
    assertThat(loss(Losses.huber(), P, T)).isCloseTo(expected, within(1e-15));
    double wider = (0.125 + 2 + 2 * (3 - 1) + 0.03125) / 6;
    assertThat(loss(Losses.huber(2), P, T)).isCloseTo(wider, within(1e-15));
  }

  @Test
  void binaryCrossEntropyIsMeasuredInNats() {
    ReferenceTensor p = matrix(1, 3, 0.5, 0.25, 0.9);
    ReferenceTensor t = matrix(1, 3, 1, 0, 0.5);
    double expected = -(Math.log(0.5) + Math.log(0.75) + 0.5 * (Math.log(0.9) + Math.log(0.1))) / 3;
    assertThat(loss(Losses.binaryCrossEntropy(), p, t)).isCloseTo(expected, within(1e-12));
    assertThat(metric(Metrics.binaryCrossEntropy(), p, t)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void categoricalCrossEntropySumsOverClassesAndAveragesOverSamples() {
    ReferenceTensor p = matrix(2, 3, 0.5, 0.25, 0.25, 0.1, 0.8, 0.1);
    ReferenceTensor t = matrix(2, 3, 1, 0, 0, 0, 0.5, 0.5);
    double expected = -(Math.log(0.5) + 0.5 * (Math.log(0.8) + Math.log(0.1))) / 2;
    assertThat(loss(Losses.categoricalCrossEntropy(), p, t)).isCloseTo(expected, within(1e-12));
    assertThat(metric(Metrics.categoricalCrossEntropy(), p, t)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void maxErrorAveragesTheWorstElementOfEachSample() {
    assertThat(metric(Metrics.maxError(), P, T)).isEqualTo((2 + 3) / 2.0);
  }

  @Test
  void binaryAccuracyCountsElementsOnTheSameSideOfOneHalf() {
    ReferenceTensor p = matrix(2, 2, 0.4, 0.6, 0.5, 0.9);
    ReferenceTensor t = matrix(2, 2, 0, 1, 1, 0);
    assertThat(metric(Metrics.binaryAccuracy(), p, t)).isEqualTo(0.5);
  }

  @Test
  void cosineSimilarityAveragesOverSamplesAndIs0ForZeros() {
    ReferenceTensor p = matrix(3, 2, 3, 4, 1, 0, 0, 0);
    ReferenceTensor t = matrix(3, 2, 4, 3, -2, 0, 1, 1);
    assertThat(metric(Metrics.cosineSimilarity(), p, t))
        .isCloseTo((24 / 25.0 - 1 + 0) / 3, within(1e-15));
  }

  static Stream<Loss> losses() {
    return Stream.of(
        Losses.mse(),
        Losses.mae(),
        Losses.huber(),
        Losses.huber(0.3),
        Losses.binaryCrossEntropy(),
        Losses.categoricalCrossEntropy());
  }

  static Stream<Metric> metrics() {
    return Stream.of(
        Metrics.mse(),
        Metrics.mae(),
        Metrics.maxError(),
        Metrics.binaryCrossEntropy(),
        Metrics.categoricalCrossEntropy(),
        Metrics.binaryAccuracy(),
        Metrics.cosineSimilarity());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void lossesHaveTheGradientOfTheirFormula(Loss loss) {
    Evaluation.checkGradients(
        (ops, in) -> loss.apply(ops, in.get(0), in.get(1)),
        matrix(2, 3, 0.5, 0.2, 0.3, 0.05, 0.85, 0.1),
        matrix(2, 3, 0.9, 0.1, 0.02, 0.15, 0.35, 0.5));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void lossesRefuseATargetThatWouldOnlyBroadcast(Loss loss) {
    assertThatThrownBy(() -> loss(loss, P, matrix(1, 3, 1, 2, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2, 3]")
        .hasMessageContaining("[1, 3]");
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void metricsRefuseATargetThatWouldOnlyBroadcast(Metric metric) {
    assertThatThrownBy(() -> metric(metric, P, matrix(1, 3, 1, 2, 3)))
        .isInstanceOf(ShapeException.class);
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void metricsOfTwoBatchesAverageByRows(Metric metric) {
    ReferenceTensor p = matrix(3, 2, 0.1, 0.7, 0.6, 0.3, 0.9, 0.2);
    ReferenceTensor t = matrix(3, 2, 0.2, 0.8, 0.4, 0.6, 0.7, 0.3);
    double first = metric(metric, matrix(1, 2, 0.1, 0.7), matrix(1, 2, 0.2, 0.8));
    double rest =
        metric(metric, matrix(2, 2, 0.6, 0.3, 0.9, 0.2), matrix(2, 2, 0.4, 0.6, 0.7, 0.3));
    assertThat(metric(metric, p, t)).isCloseTo((first + 2 * rest) / 3, within(1e-15));
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void metricsTakeSamplesOfAnyRankAndABatchOfAnySize(Metric metric) {
    Ops ops = new Ops();
    TensorType type = TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(4), Dim.of(3)));
    Value y = metric.apply(ops, ops.input("p", type), ops.input("t", type));
    assertThat(y.type()).isEqualTo(new TensorType(DType.F32, Shape.scalar()));
  }

  @Test
  void binaryCrossEntropyOfASigmoidDoesNotOverflow() {
    assertThat(onLogits(Losses.binaryCrossEntropy(), Activations.sigmoid(), -1000, 0))
        .containsExactly(new double[] {500 + Math.log(2) / 2, -0.5, 0.25}, within(1e-12));
  }

  @Test
  void categoricalCrossEntropyOfASoftmaxDoesNotOverflow() {
    assertThat(onLogits(Losses.categoricalCrossEntropy(), Activations.softmax(), -1000, 0))
        .containsExactly(new double[] {1000, -1, 1}, within(1e-12));
  }

  /** Loss and gradient by two logits for the target (1, 0), after the stability rewrite. */
  private static double[] onLogits(Loss loss, Activation activation, double first, double second) {
    Ops forward = new Ops();
    Value x = forward.input("x", TensorType.f32(Shape.of(1, 2)));
    Value t = forward.input("t", TensorType.f32(Shape.of(1, 2)));
    Value y = loss.apply(forward, activation.apply(forward, x), t);
    Function stable = Rewrites.stabilize(forward.function("forward", Map.of("y", y)));

    Ops ops = new Ops();
    Value logits = ops.input("x", TensorType.f32(Shape.of(1, 2)));
    Value target = ops.input("t", TensorType.f32(Shape.of(1, 2)));
    Value value = Objects.requireNonNull(ops.inline(stable, List.of(logits, target)).get("y"));
    Value gradient = Gradients.of(ops, value, List.of(logits)).getFirst();
    Map<String, ReferenceTensor> results =
        new ReferenceInterpreter()
            .run(
                ops.function("test", Map.of("y", value, "g", gradient)),
                Map.of("x", matrix(1, 2, first, second), "t", matrix(1, 2, 1, 0)))
            .outputs();
    double[] slopes = results.get("g").toDoubles();
    return new double[] {results.get("y").doubleAt(0), slopes[0], slopes[1]};
  }

  @Test
  void aDeltaOf0IsRefused() {
    assertThatThrownBy(() -> Losses.huber(0))
        .hasMessage("huber.delta: expected a number above 0, got 0.0");
  }
}
