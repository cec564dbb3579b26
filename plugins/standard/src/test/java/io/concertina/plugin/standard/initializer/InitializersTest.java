package io.concertina.plugin.standard.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.concertina.ConfigurationException;
import io.concertina.layer.Initializer;
import io.concertina.layer.KeyedRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InitializersTest {

  private static float[] draw(Initializer initializer, int... sizes) {
    return initializer.values(sizes, KeyedRandom.of(7, "test"));
  }

  private static double mean(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double variance(float[] values) {
    double mean = mean(values);
    return IntStream.range(0, values.length)
        .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
        .average()
        .orElseThrow();
  }

  private static double largest(float[] values) {
    return IntStream.range(0, values.length)
        .mapToDouble(i -> Math.abs(values[i]))
        .max()
        .orElseThrow();
  }

  @Test
  void fansOfAMatrixAreItsAxes() {
    assertThat(Fans.of(20, 30)).isEqualTo(new Fans(20, 30));
  }

  @Test
  void fansOfAWindowedKernelCountTheWindow() {
    assertThat(Fans.of(3, 5, 20, 30)).isEqualTo(new Fans(300, 450));
  }

  @Test
  void fansOfVectorsAndScalarsAreTheirSize() {
    assertThat(Fans.of(7)).isEqualTo(new Fans(7, 7));
    assertThat(Fans.of()).isEqualTo(new Fans(1, 1));
  }

  /** Variance on [200, 300], and the bound of the draws in standard deviations. */
  static Stream<Arguments> scaled() {
    double cut = 2 / 0.8796256610342398;
    return Stream.of(
        arguments(Initializers.glorotUniform(), 2 / 500.0, Math.sqrt(3)),
        arguments(Initializers.glorotNormal(), 2 / 500.0, cut),
        arguments(Initializers.heUniform(), 2 / 200.0, Math.sqrt(3)),
        arguments(Initializers.heNormal(), 2 / 200.0, cut),
        arguments(Initializers.lecunUniform(), 1 / 200.0, Math.sqrt(3)),
        arguments(Initializers.lecunNormal(), 1 / 200.0, cut));
  }

  @ParameterizedTest
  @MethodSource("scaled")
  void drawsHaveTheVarianceThatFollowsFromTheFans(
      Initializer initializer, double variance, double bound) {
    float[] values = draw(initializer, 200, 300);
    double stddev = Math.sqrt(variance);
    assertThat(mean(values)).isCloseTo(0, within(5 * stddev / Math.sqrt(values.length)));
    assertThat(variance(values)).isCloseTo(variance, within(0.02 * variance));
    assertThat(largest(values)).isBetween(0.99 * bound * stddev, bound * stddev * (1 + 1e-6));
  }

  @Test
  void theCutNormalIsWidenedByExactlyWhatTheCutTakesAway() {
    double density = Math.exp(-2) / Math.sqrt(2 * Math.PI);
    double inside = 0.9544997361036416;
    assertThat(FanScaled.OfNormal.CUT_DEVIATION)
        .isCloseTo(Math.sqrt(1 - 4 * density / inside), within(1e-15));
  }

  @Test
  void uniformIsFlatBetweenItsBounds() {
    float[] values = draw(Initializers.uniform(-1, 3), 100, 100);
    assertThat(mean(values)).isCloseTo(1, within(0.05));
    assertThat(variance(values)).isCloseTo(16 / 12.0, within(0.03));
    for (float value : values) {
      assertThat(value).isBetween(-1f, 3f);
    }
  }

  @Test
  void normalHasItsMeanAndDeviationAndIsNotCut() {
    float[] values = draw(Initializers.normal(2, 0.5), 100, 100);
    assertThat(mean(values)).isCloseTo(2, within(0.02));
    assertThat(variance(values)).isCloseTo(0.25, within(0.01));
    assertThat(largest(values)).isGreaterThan(2 + 3 * 0.5);
  }

  @Test
  void fillsAreTheirNumber() {
    assertThat(draw(Initializers.zeros(), 2)).containsExactly(0, 0);
    assertThat(draw(Initializers.ones(), 1, 2)).containsExactly(1, 1);
    assertThat(draw(Initializers.constant(-0.5))).containsExactly(-0.5f);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 6", "6, 1", "5, 5", "17, 9", "9, 17", "64, 33"})
  void orthogonalMatricesHaveOrthogonalColumnsOrRows(int rows, int columns) {
    float[] q = draw(Initializers.orthogonal(3), rows, columns);
    boolean tall = rows >= columns;
    int vectors = Math.min(rows, columns);
    for (int a = 0; a < vectors; a++) {
      for (int b = 0; b < vectors; b++) {
        double product = 0;
        for (int i = 0; i < Math.max(rows, columns); i++) {
          product +=
              tall
                  ? (double) q[i * columns + a] * q[i * columns + b]
                  : (double) q[a * columns + i] * q[b * columns + i];
        }
        assertThat(product).isCloseTo(a == b ? 9 : 0, within(1e-5));
      }
    }
  }

  @Test
  void orthogonalIsTheFactorQWhoseTriangleHasAPositiveDiagonal() {
    float[] q = draw(Initializers.orthogonal(), 4, 3);
    KeyedRandom random = KeyedRandom.of(7, "test");
    double[][] columns = new double[3][4];
    for (double[] column : columns) {
      for (int i = 0; i < 4; i++) {
        column[i] = random.nextGaussian();
      }
    }
    for (int k = 0; k < 3; k++) {
      for (int j = 0; j < 3; j++) {
        double r = 0;
        for (int i = 0; i < 4; i++) {
          r += q[i * 3 + k] * columns[j][i];
        }
        if (j == k) {
          assertThat(r).isGreaterThan(0.1);
        } else if (j < k) {
          assertThat(r).isCloseTo(0, within(1e-6));
        }
      }
    }
  }

  @Test
  void orthogonalTakesAllAxesButTheLastAsRows() {
    assertThat(draw(Initializers.orthogonal(), 2, 3, 4))
        .containsExactly(draw(Initializers.orthogonal(), 6, 4));
  }

  @Test
  void orthogonalRefusesAVector() {
    assertThatThrownBy(() -> draw(Initializers.orthogonal(), 3))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("initializer orthogonal: expected a variable of at least 2 axes, got [3]");
  }

  @Test
  void theSameGeneratorGivesTheSameValues() {
    assertThat(draw(Initializers.heNormal(), 5, 5))
        .containsExactly(draw(Initializers.heNormal(), 5, 5));
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Initializers.uniform(1, 1))
        .hasMessage("uniform.high: expected a number above low = 1.0, got 1.0");
    assertThatThrownBy(() -> Initializers.uniform(Double.NaN, 1))
        .hasMessageStartingWith("uniform.low");
    assertThatThrownBy(() -> Initializers.normal(0, -1)).hasMessageStartingWith("normal.stddev");
    assertThatThrownBy(() -> Initializers.normal(Double.NaN, 1))
        .hasMessageStartingWith("normal.mean");
    assertThatThrownBy(() -> Initializers.constant(Double.NaN))
        .hasMessageStartingWith("constant.value");
    assertThatThrownBy(() -> Initializers.orthogonal(0)).hasMessageStartingWith("orthogonal.gain");
  }
}
