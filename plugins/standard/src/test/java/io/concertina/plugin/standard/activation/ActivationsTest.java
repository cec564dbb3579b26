package io.concertina.plugin.standard.activation;

import static io.concertina.plugin.standard.Evaluation.matrix;
import static io.concertina.plugin.standard.Evaluation.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.concertina.ConfigurationException;
import io.concertina.layer.Activation;
import io.concertina.plugin.standard.Evaluation;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationsTest {

  private static double[] apply(Activation activation, double... x) {
    return Evaluation.of((ops, in) -> activation.apply(ops, in.getFirst()), vector(x));
  }

  private static double slope(Activation activation, double x) {
    return Evaluation.gradients((ops, in) -> activation.apply(ops, in.getFirst()), vector(x))
        .getFirst()[0];
  }

  /** At -2, 0 and 3, worked out with 50 digits. */
  static Stream<Arguments> values() {
    return Stream.of(
        arguments(Activations.linear(), -2, 0, 3),
        arguments(Activations.relu(), 0, 0, 3),
        arguments(Activations.leakyRelu(), -0.4, 0, 3),
        arguments(Activations.leakyRelu(0.01), -0.02, 0, 3),
        arguments(Activations.elu(), -0.8646647167633873, 0, 3),
        arguments(Activations.elu(0.5), -0.43233235838169365, 0, 3),
        arguments(Activations.selu(), -1.520166468595695, 0, 3.1521029620664414),
        arguments(Activations.gelu(), -0.04550026389635842, 0, 2.99595030590511),
        arguments(Activations.approximateGelu(), -0.04540230591222494, 0, 2.996362607918227),
        arguments(Activations.silu(), -0.2384058440442351, 0, 2.8577223804673),
        arguments(
            Activations.softplus(), 0.1269280110429725, 0.6931471805599453, 3.048587351573742),
        arguments(Activations.sigmoid(), 0.11920292202211756, 0.5, 0.9525741268224333),
        arguments(Activations.hardSigmoid(), 1 / 6.0, 0.5, 1),
        arguments(Activations.tanh(), -0.9640275800758169, 0, 0.9950547536867305));
  }

  @ParameterizedTest
  @MethodSource("values")
  void computesItsFormula(Activation activation, double low, double middle, double high) {
    double[] y = apply(activation, -2, 0, 3);
    assertThat(y[0]).isCloseTo(low, within(Evaluation.ROUNDED_CONSTANTS));
    assertThat(y[1]).isCloseTo(middle, within(Evaluation.ROUNDED_CONSTANTS));
    assertThat(y[2]).isCloseTo(high, within(3 * Evaluation.ROUNDED_CONSTANTS));
  }

  static Stream<Activation> all() {
    return Stream.concat(values().map(row -> (Activation) row.get()[0]), Stream.of(new Softmax()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void hasTheGradientOfItsFormula(Activation activation) {
    ReferenceTensor x =
        matrix(3, 4, -7.5, -2.2, -0.9, -0.1, 0.2, 0.8, 1.7, 2.5, 4.1, 6.6, -3.4, 0.4);
    Evaluation.checkGradients((ops, in) -> activation.apply(ops, in.getFirst()), x);
  }

  @ParameterizedTest
  @MethodSource("all")
  void staysFiniteFarOut(Activation activation) {
    for (double x : new double[] {-1e4, -800, 800, 1e4}) {
      assertThat(apply(activation, x)[0]).isFinite();
      assertThat(slope(activation, x)).isFinite();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void passesNanOn(Activation activation) {
    assertThat(apply(activation, Double.NaN)).containsExactly(Double.NaN);
  }

  @Test
  void slopesAtTheKinkAreTheDocumentedOnes() {
    assertThat(slope(Activations.relu(), 0)).isZero();
    assertThat(slope(Activations.leakyRelu(0.25), 0)).isEqualTo(0.25);
    assertThat(slope(Activations.elu(0.5), 0)).isEqualTo(0.5);
  }

  @Test
  void softmaxIsADistributionAlongTheLastAxis() {
    double[] y =
        Evaluation.of(
            (ops, in) -> Activations.softmax().apply(ops, in.getFirst()),
            matrix(2, 3, 1, 2, 3, 1000, 1000, 1000));
    assertThat(y)
        .containsExactly(
            new double[] {
              0.09003057317038046,
              0.24472847105479764,
              0.6652409557748219,
              1 / 3.0,
              1 / 3.0,
              1 / 3.0
            },
            within(1e-15));
  }

  @Test
  void approximateGeluIsAsCloseAsDocumented() {
    double[] x = new double[12_001];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 6000) / 1000.0;
    }
    double[] exact = apply(Activations.gelu(), x);
    double[] approximate = apply(Activations.approximateGelu(), x);
    double worst = 0;
    for (int i = 0; i < x.length; i++) {
      worst = Math.max(worst, Math.abs(exact[i] - approximate[i]));
    }
    assertThat(worst).isBetween(4e-4, 5e-4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void slopesThatAreNoNumbersOfAtLeast0AreRefused(double alpha) {
    assertThatThrownBy(() -> Activations.leakyRelu(alpha))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("leaky_relu.alpha: expected a number of at least 0, got " + alpha);
    assertThatThrownBy(() -> Activations.elu(alpha))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("elu.alpha: expected a number of at least 0, got " + alpha);
  }
}
