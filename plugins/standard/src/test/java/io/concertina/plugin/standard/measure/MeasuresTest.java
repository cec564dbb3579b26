package io.concertina.plugin.standard.measure;

import static io.concertina.plugin.standard.Evaluation.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ShapeException;
import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.layer.Activation;
import io.concertina.layer.KeyedRandom;
import io.concertina.loss.Loss;
import io.concertina.metric.Comparison;
import io.concertina.metric.Metric;
import io.concertina.metric.Ranking;
import io.concertina.plugin.standard.Evaluation;
import io.concertina.plugin.standard.activation.Activations;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.ArrayList;
import java.util.Arrays;
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
    double[] elements = Evaluation.of((ops, in) -> loss.apply(ops, in.get(0), in.get(1)), p, t);
    return Arrays.stream(elements).average().orElseThrow();
  }

  private static double metric(Metric metric, ReferenceTensor p, ReferenceTensor t) {
    List<double[]> sums = new ArrayList<>();
    Ops counted = new Ops();
    Value prediction = counted.input("p", p.type());
    int count =
        metric.sums(Comparison.of(counted, prediction, counted.input("t", t.type()))).size();
    for (int i = 0; i < count; i++) {
      int sum = i;
      sums.add(
          Evaluation.of(
              (ops, in) -> metric.sums(Comparison.of(ops, in.get(0), in.get(1))).get(sum), p, t));
    }
    return metric.value(sums);
  }

  @Test
  void mseIsTheMeanOfSquares() {
    assertThat(loss(Losses.mse(), P, T)).isCloseTo((0.25 + 4 + 9 + 0.0625) / 6, within(1e-15));
    assertThat(metric(Metrics.meanSquaredError(), P, T)).isEqualTo(loss(Losses.mse(), P, T));
  }

  @Test
  void maeIsTheMeanOfAbsoluteValues() {
    assertThat(loss(Losses.mae(), P, T)).isCloseTo((0.5 + 2 + 3 + 0.25) / 6, within(1e-15));
    assertThat(metric(Metrics.meanAbsoluteError(), P, T)).isEqualTo(loss(Losses.mae(), P, T));
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
    assertThat(metric(Metrics.meanBinaryCrossEntropy(), p, t)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void categoricalCrossEntropySumsOverClassesAndAveragesOverSamples() {
    ReferenceTensor p = matrix(2, 3, 0.5, 0.25, 0.25, 0.1, 0.8, 0.1);
    ReferenceTensor t = matrix(2, 3, 1, 0, 0, 0, 0.5, 0.5);
    double expected = -(Math.log(0.5) + 0.5 * (Math.log(0.8) + Math.log(0.1))) / 2;
    assertThat(loss(Losses.categoricalCrossEntropy(), p, t)).isCloseTo(expected, within(1e-12));
    assertThat(metric(Metrics.meanCategoricalCrossEntropy(), p, t))
        .isCloseTo(expected, within(1e-12));
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

  @Test
  void sparseCategoricalCrossEntropyIsThatOfTheRightClass() {
    ReferenceTensor p = matrix(3, 2, 0.5, 0.5, 0.1, 0.9, 0.75, 0.25);
    ReferenceTensor t = ReferenceTensor.of(Shape.of(3, 1), 1, 0, 0);
    double expected = -(Math.log(0.5) + Math.log(0.1) + Math.log(0.75)) / 3;
    assertThat(loss(Losses.sparseCategoricalCrossEntropy(), p, t))
        .isCloseTo(expected, within(1e-6));
  }

  @Test
  void anUnlabelledRowHasSparseLoss0() {
    ReferenceTensor t = ReferenceTensor.of(Shape.of(1, 1), Integer.MIN_VALUE);
    assertThat(loss(Losses.sparseCategoricalCrossEntropy(), matrix(1, 2, 0.5, 0.5), t)).isZero();
  }

  @Test
  void classNumbersStandBesideThePrediction() {
    ReferenceTensor t = ReferenceTensor.of(Shape.of(1, 2), 0, 1);
    assertThatThrownBy(
            () -> loss(Losses.sparseCategoricalCrossEntropy(), matrix(1, 2, 0.5, 0.5), t))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("class numbers, i32[1] or with a last axis of size 1");
    assertThatThrownBy(() -> metric(Metrics.accuracy(), matrix(1, 2, 0.5, 0.5), t))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void accuracyComparesTheLargestOutputWithTheClass() {
    ReferenceTensor p = matrix(3, 3, 0.5, 0.25, 0.25, 0.1, 0.2, 0.7, 0.3, 0.4, 0.3);
    assertThat(metric(Metrics.accuracy(), p, ReferenceTensor.of(Shape.of(3, 1), 0, 1, 1)))
        .isCloseTo(2 / 3.0, within(1e-15));
    assertThat(metric(Metrics.accuracy(), p, matrix(3, 3, 1, 0, 0, 0, 1, 0, 0, 1, 0)))
        .isCloseTo(2 / 3.0, within(1e-15));
  }

  @Test
  void accuracyOfOneOutputHasItsThresholdAtOneHalf() {
    ReferenceTensor p = matrix(4, 1, 0.2, 0.5, 0.6, 0.9);
    assertThat(metric(Metrics.accuracy(), p, ReferenceTensor.of(Shape.of(4, 1), 0, 0, 0, 1)))
        .isEqualTo(0.75);
  }

  @Test
  void f1OfOneOutputIsThatOfClass1() {
    ReferenceTensor p = matrix(5, 1, 0.9, 0.8, 0.7, 0.1, 0.2);
    ReferenceTensor t = ReferenceTensor.of(Shape.of(5, 1), 1, 1, 0, 1, 0);
    double precision = 2 / 3.0;
    double recall = 2 / 3.0;
    assertThat(metric(Metrics.f1(), p, t))
        .isCloseTo(2 * precision * recall / (precision + recall), within(1e-15));
  }

  @Test
  void f1OfSeveralOutputsAveragesOverTheClassesThereAre() {
    ReferenceTensor p = matrix(3, 3, 1, 0, 0, 1, 0, 0, 0, 1, 0);
    ReferenceTensor t = ReferenceTensor.of(Shape.of(3, 1), 0, 1, 1);
    assertThat(metric(Metrics.f1(), p, t)).isCloseTo((2 / 3.0 + 2 / 3.0) / 2, within(1e-15));
  }

  @Test
  void aucIsTheShareOfPairsInTheRightOrder() {
    ReferenceTensor p = matrix(5, 1, 0.9, 0.4, 0.6, 0.4, 0.1);
    ReferenceTensor t = ReferenceTensor.of(Shape.of(5, 1), 1, 1, 0, 0, 0);
    assertThat(metric(Metrics.auc(), p, t)).isCloseTo((3 + 1.5) / 6, within(1e-15));
  }

  @Test
  void aucIsOffByNoMoreThanHalfThePairsInOneBin() {
    KeyedRandom random = KeyedRandom.of(3, "auc");
    int n = 2000;
    double[] scores = new double[n];
    int[] classes = new int[n];
    boolean[] labelled = new boolean[n];
    float[] exact = new float[n];
    for (int i = 0; i < n; i++) {
      classes[i] = i % 3 == 0 ? 1 : 0;
      labelled[i] = classes[i] == 1;
      exact[i] = (float) Math.clamp(0.4 + 0.1 * classes[i] + 0.15 * random.nextGaussian(), 0, 1);
      scores[i] = exact[i];
    }
    double auc =
        metric(Metrics.auc(), matrix(n, 1, scores), ReferenceTensor.of(Shape.of(n, 1), classes));
    assertThat(auc).isCloseTo(Ranking.of(exact, labelled).rocAuc(), within(0.0005));
  }

  @Test
  void aucOfOneClassOrOfAScoreThatIsNotFiniteIsNan() {
    ReferenceTensor ones = ReferenceTensor.of(Shape.of(2, 1), 1, 1);
    assertThat(metric(Metrics.auc(), matrix(2, 1, 0.1, 0.2), ones)).isNaN();
    ReferenceTensor both = ReferenceTensor.of(Shape.of(2, 1), 1, 0);
    assertThat(metric(Metrics.auc(), matrix(2, 1, Double.NaN, 0.2), both)).isNaN();
  }

  @Test
  void aucOfThreeClassesIsRefused() {
    ReferenceTensor t = ReferenceTensor.of(Shape.of(1, 1), 1);
    assertThatThrownBy(() -> metric(Metrics.auc(), matrix(1, 3, 0.1, 0.2, 0.7), t))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("one output, or two for two classes");
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
        Metrics.meanSquaredError(),
        Metrics.meanAbsoluteError(),
        Metrics.maxError(),
        Metrics.meanBinaryCrossEntropy(),
        Metrics.meanCategoricalCrossEntropy(),
        Metrics.binaryAccuracy(),
        Metrics.cosineSimilarity(),
        Metrics.accuracy(),
        Metrics.f1());
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
    Value y = forward.meanAll(loss.apply(forward, activation.apply(forward, x), t));
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
  void sparseCategoricalCrossEntropyOfASoftmaxDoesNotOverflow() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(1, 2)));
    Value t = ops.input("t", new TensorType(DType.I32, Shape.of(1, 1)));
    Value y =
        Losses.sparseCategoricalCrossEntropy().apply(ops, Activations.softmax().apply(ops, x), t);
    Function stable = Rewrites.stabilize(ops.function("forward", Map.of("y", y)));
    Map<String, ReferenceTensor> point =
        Map.of("x", matrix(1, 2, -1000, 0), "t", ReferenceTensor.of(Shape.of(1, 1), 0));
    assertThat(new ReferenceInterpreter().run(stable, point).outputs().get("y").doubleAt(0))
        .isEqualTo(1000);
  }

  @Test
  void aDeltaOf0IsRefused() {
    assertThatThrownBy(() -> Losses.huber(0))
        .hasMessage("huber.delta: expected a number above 0, got 0.0");
  }
}
