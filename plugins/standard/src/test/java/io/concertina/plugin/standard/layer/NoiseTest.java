package io.concertina.plugin.standard.layer;

import static io.concertina.plugin.standard.Evaluation.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ir.Shape;
import io.concertina.layer.Layer;
import io.concertina.plugin.standard.Evaluation;
import io.concertina.plugin.standard.LayerBench;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The layers that disturb their input in training. Keys are fixed, so no test may flicker. */
class NoiseTest {

  private static final int ROWS = 500;
  private static final int COLUMNS = 40;
  private static final ReferenceTensor TWOS = constant(2);

  private static ReferenceTensor constant(double value) {
    double[] elements = new double[ROWS * COLUMNS];
    Arrays.fill(elements, value);
    return ReferenceTensor.of(Shape.of(ROWS, COLUMNS), elements);
  }

  private static double[] train(long key, Layer... layers) {
    return LayerBench.training(COLUMNS).run(key, TWOS, layers).y().toDoubles();
  }

  private static double mean(double... values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  static Stream<Layer> all() {
    return Stream.of(
        Layers.dropout(0.3),
        Layers.maskingNoise(0.3),
        Layers.maskingNoiseUpTo(0.3),
        Layers.gaussianNoise(0.3));
  }

  @Test
  void dropoutKeepsTheExpectation() {
    double[] y = train(1, Layers.dropout(0.3));
    double deviation = 2 * Math.sqrt(0.3 / 0.7 / y.length);
    assertThat(mean(y)).isCloseTo(2, within(4 * deviation));
  }

  @Test
  void dropoutSetsElementsToZeroWithItsRateAndEnlargesTheOthers() {
    double[] y = train(1, Layers.dropout(0.3));
    long zeros = Arrays.stream(y).filter(element -> element == 0).count();
    assertThat(zeros / (double) y.length).isCloseTo(0.3, within(4 * Math.sqrt(0.21 / y.length)));
    assertThat(Arrays.stream(y).filter(element -> element != 0))
        .allMatch(element -> Math.abs(element - 2 / 0.7) < 2 / 0.7 * Evaluation.ROUNDED_CONSTANTS);
  }

  @Test
  void maskingNoiseSetsElementsToZeroWithItsRateAndLeavesTheOthersAlone() {
    double[] y = train(1, Layers.maskingNoise(0.3));
    long zeros = Arrays.stream(y).filter(element -> element == 0).count();
    assertThat(zeros / (double) y.length).isCloseTo(0.3, within(4 * Math.sqrt(0.21 / y.length)));
    assertThat(Arrays.stream(y).filter(element -> element != 0).toArray()).containsOnly(2);
  }

  @Test
  void aDrawnRateIsUniformFromZeroToItsLimit() {
    double[] y = train(1, Layers.maskingNoiseUpTo(0.6));
    double[] shares = new double[ROWS];
    for (int i = 0; i < y.length; i++) {
      shares[i / COLUMNS] += y[i] == 0 ? 1.0 / COLUMNS : 0;
    }
    double mean = mean(shares);
    double variance = mean(Arrays.stream(shares).map(s -> (s - mean) * (s - mean)).toArray());
    double ofRates = 0.6 * 0.6 / 12;
    double ofDraws = (0.3 - (0.09 + ofRates)) / COLUMNS;
    double expected = ofRates + ofDraws;
    assertThat(mean).isCloseTo(0.3, within(4 * Math.sqrt(expected / ROWS)));
    assertThat(variance).isCloseTo(expected, within(4 * expected * Math.sqrt(2.0 / ROWS)));
    assertThat(Arrays.stream(shares).max().orElseThrow()).isLessThan(0.9);
    assertThat(Arrays.stream(y).filter(element -> element != 0).toArray()).containsOnly(2);
  }

  @Test
  void gaussianNoiseIsNormalAroundTheInput() {
    double[] y = train(1, Layers.gaussianNoise(0.5));
    double n = y.length;
    double variance = mean(Arrays.stream(y).map(e -> (e - 2) * (e - 2)).toArray());
    double fourth = mean(Arrays.stream(y).map(e -> Math.pow((e - 2) / 0.5, 4)).toArray());
    assertThat(mean(y)).isCloseTo(2, within(4 * 0.5 / Math.sqrt(n)));
    assertThat(variance).isCloseTo(0.25, within(4 * 0.25 * Math.sqrt(2 / n)));
    assertThat(fourth).isCloseTo(3, within(4 * Math.sqrt(96 / n)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSameKeyGivesTheSameNoiseAndAnotherKeyOther(Layer layer) {
    assertThat(train(1, layer)).containsExactly(train(1, layer)).isNotEqualTo(train(2, layer));
  }

  @ParameterizedTest
  @MethodSource("all")
  void twoLayersOfOneModelDrawDifferentNoise(Layer layer) {
    Layer identity = Layers.flatten();
    assertThat(train(1, layer, identity)).isNotEqualTo(train(1, identity, layer));
  }

  @ParameterizedTest
  @MethodSource("all")
  void afterTrainingTheInputPasses(Layer layer) {
    assertThat(LayerBench.inference(COLUMNS).run(TWOS, layer).y()).isEqualTo(TWOS);
  }

  @ParameterizedTest
  @MethodSource("all")
  void gradientsPassWhereTheInputDoes(Layer layer) {
    LayerBench.training(4).checkGradients(matrix(2, 4, 1, 2, 3, 4, 5, 6, 7, 8), layer);
  }

  @Test
  void withoutNoiseTheInputPassesInTrainingToo() {
    assertThat(train(1, Layers.dropout(0), Layers.maskingNoise(0), Layers.gaussianNoise(0)))
        .containsOnly(2);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Layers.dropout(1))
        .hasMessage("dropout.rate: expected at least 0 and below 1, got 1.0");
    assertThatThrownBy(() -> Layers.maskingNoise(-0.1))
        .hasMessage("masking_noise.rate: expected at least 0 and below 1, got -0.1");
    assertThatThrownBy(() -> Layers.maskingNoiseUpTo(1))
        .hasMessage("masking_noise.limit: expected at least 0 and below 1, got 1.0");
    assertThatThrownBy(() -> Layers.gaussianNoise(Double.POSITIVE_INFINITY))
        .hasMessage("gaussian_noise.stddev: expected a number of at least 0, got Infinity");
  }
}
