package io.concertina.plugin.standard.likelihood;

import static io.concertina.plugin.standard.Evaluation.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ShapeException;
import io.concertina.ir.Shape;
import io.concertina.loss.Likelihood;
import io.concertina.plugin.standard.Evaluation;
import io.concertina.testkit.reference.ReferenceTensor;
import org.junit.jupiter.api.Test;

class LikelihoodsTest {

  /** What constants of 32 bits leave. */
  private static final double ROUNDED = 1e-6;

  private static double[] loss(Likelihood likelihood, ReferenceTensor p, ReferenceTensor t) {
    return Evaluation.of((ops, in) -> likelihood.apply(ops, in.get(0), in.get(1)), p, t);
  }

  private static double[] reconstruction(Likelihood likelihood, double... parameters) {
    return Evaluation.of(
        (ops, in) -> likelihood.reconstruction(ops, in.getFirst()),
        matrix(1, parameters.length, parameters));
  }

  @Test
  void aGaussianOfVariance1IsHalfTheSquaredErrorAndAConstant() {
    double constant = Math.log(2 * Math.PI) / 2;
    assertThat(loss(Likelihoods.gaussian(), matrix(1, 2, 0, 1), matrix(1, 2, 2, 1)))
        .containsExactly(new double[] {2 + constant, constant}, within(ROUNDED));
  }

  @Test
  void aLearnedVarianceStandsBehindTheMeans() {
    Likelihood likelihood = Likelihoods.gaussianOfLearnedVariance();
    double expected = (Math.log(2 * Math.PI) + Math.log(4) + 9.0 / 4) / 2;
    assertThat(loss(likelihood, matrix(1, 2, 1, Math.log(4)), matrix(1, 1, 4)))
        .containsExactly(new double[] {expected}, within(1e-5));
    assertThat(likelihood.parameters(Shape.of(2, 3))).isEqualTo(Shape.of(2, 6));
    assertThat(reconstruction(likelihood, 1, 2, 5, 6)).containsExactly(1, 2);
  }

  @Test
  void aLearnedVarianceHasALowerBound() {
    double constant = Math.log(2 * Math.PI) / 2;
    assertThat(
            loss(Likelihoods.gaussianOfLearnedVariance(), matrix(1, 2, 0, -500), matrix(1, 1, 0)))
        .containsExactly(new double[] {constant - 6}, within(ROUNDED));
  }

  @Test
  void aLaplaceIsTheAbsoluteErrorAndAConstant() {
    assertThat(loss(Likelihoods.laplace(0.5), matrix(1, 2, 0, 1), matrix(1, 2, 3, 1)))
        .containsExactly(new double[] {6, 0}, within(ROUNDED));
    double expected = Math.log(2 * 4) + 3.0 / 4;
    assertThat(
            loss(
                Likelihoods.laplaceOfLearnedScale(), matrix(1, 2, 1, Math.log(4)), matrix(1, 1, 4)))
        .containsExactly(new double[] {expected}, within(1e-3));
  }

  @Test
  void aBernoulliTakesLogits() {
    double[] losses =
        loss(Likelihoods.bernoulli(), matrix(1, 3, 0, 1000, -1000), matrix(1, 3, 1, 1, 1));
    assertThat(losses).containsExactly(new double[] {Math.log(2), 0, 1000}, within(1e-12));
    assertThat(reconstruction(Likelihoods.bernoulli(), 0, 1000)).containsExactly(0.5, 1);
  }

  @Test
  void aCategoricalTakesDistributionsAndNumbersOfClasses() {
    ReferenceTensor logits = matrix(2, 3, Math.log(0.5), Math.log(0.25), Math.log(0.25), 9, 9, 9);
    double[] expected = {Math.log(4), Math.log(3)};
    assertThat(loss(Likelihoods.categorical(), logits, matrix(2, 3, 0, 1, 0, 0, 0, 1)))
        .containsExactly(expected, within(1e-12));
    assertThat(loss(Likelihoods.categorical(), logits, ReferenceTensor.of(Shape.of(2, 1), 1, 2)))
        .containsExactly(expected, within(1e-12));
    assertThat(loss(Likelihoods.categorical(), logits, ReferenceTensor.of(Shape.of(2), 1, 2)))
        .containsExactly(expected, within(1e-12));
  }

  @Test
  void aNumberThatIsNoClassHasLoss0() {
    ReferenceTensor numbers = ReferenceTensor.of(Shape.of(2, 1), Integer.MIN_VALUE, 3);
    assertThat(loss(Likelihoods.categorical(), matrix(2, 3, 1, 2, 3, 4, 5, 6), numbers))
        .containsExactly(new double[] {0, 0}, within(0.0));
  }

  @Test
  void aPoissonCountsItsFactorial() {
    double logarithm = Math.log(2.5);
    double[] expected = new double[5];
    double factorial = 0;
    for (int t = 0; t < expected.length; t++) {
      factorial += t == 0 ? 0 : Math.log(t);
      expected[t] = 2.5 - t * logarithm + factorial;
    }
    ReferenceTensor rates = matrix(1, 5, logarithm, logarithm, logarithm, logarithm, logarithm);
    assertThat(loss(Likelihoods.poisson(), rates, matrix(1, 5, 0, 1, 2, 3, 4)))
        .containsExactly(expected, within(ROUNDED));
    assertThat(reconstruction(Likelihoods.poisson(), logarithm))
        .containsExactly(new double[] {2.5}, within(ROUNDED));
  }

  @Test
  void aPoissonRateDoesNotOverflow() {
    assertThat(reconstruction(Likelihoods.poisson(), 1000))
        .containsExactly(new double[] {Math.exp(30)}, within(1e-6 * Math.exp(30)));
  }

  @Test
  void targetsThatWouldOnlyBroadcastAreRefused() {
    for (Likelihood likelihood :
        new Likelihood[] {
          Likelihoods.gaussian(),
          Likelihoods.laplace(),
          Likelihoods.bernoulli(),
          Likelihoods.categorical(),
          Likelihoods.poisson()
        }) {
      assertThatThrownBy(
              () -> loss(likelihood, matrix(2, 3, 1, 2, 3, 4, 5, 6), matrix(1, 3, 1, 2, 3)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("[2, 3]")
          .hasMessageContaining("[1, 3]");
    }
  }

  @Test
  void anOddNumberOfParametersIsNoPairOfMeanAndVariance() {
    assertThatThrownBy(
            () ->
                loss(
                    Likelihoods.gaussianOfLearnedVariance(),
                    matrix(1, 3, 1, 2, 3),
                    matrix(1, 1, 1)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("locations before logarithms of widths");
  }

  @Test
  void widthsThatAreNotAbove0AreRefused() {
    assertThatThrownBy(() -> Likelihoods.gaussian(0))
        .hasMessage("gaussian.variance: expected a number above 0, or learned, got 0.0");
    assertThatThrownBy(() -> Likelihoods.laplace(Double.NaN))
        .hasMessage("laplace.scale: expected a number above 0, or learned, got NaN");
  }

  @Test
  void theCategoricalOfClassNumbersIsThatOfTheirDistributions() {
    double[] logits = {1, 2, 3, -4, 0, 4};
    double[] expected =
        loss(Likelihoods.categorical(), matrix(2, 3, logits), matrix(2, 3, 0, 0, 1, 1, 0, 0));
    ReferenceTensor numbers = ReferenceTensor.of(Shape.of(2), 2, 0);
    assertThat(loss(Likelihoods.categorical(), matrix(2, 3, logits), numbers))
        .containsExactly(expected, within(1e-12));
    ReferenceTensor unknown = ReferenceTensor.of(Shape.of(2), 3, -1);
    assertThat(loss(Likelihoods.categorical(), matrix(2, 3, logits), unknown))
        .containsExactly(new double[] {0, 0}, within(0.0));
  }
}
