package io.concertina.plugin.standard.regularizer;

import static io.concertina.plugin.standard.Evaluation.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.plugin.standard.Evaluation;
import io.concertina.regularizer.Regularizer;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegularizersTest {

  private static final ReferenceTensor X = matrix(2, 3, 1, -2, 3, -4, 5, 0);

  private static double penalty(Regularizer regularizer, ReferenceTensor x) {
    return Evaluation.of((ops, in) -> regularizer.penalty(ops, in.getFirst()), x)[0];
  }

  @Test
  void l1IsTheSumOfAbsoluteValues() {
    assertThat(penalty(Regularizers.l1(0.5), X)).isEqualTo(7.5);
  }

  @Test
  void l2IsTheSumOfSquares() {
    assertThat(penalty(Regularizers.l2(0.25), X)).isEqualTo(13.75);
  }

  @Test
  void elasticNetIsBothTogether() {
    assertThat(penalty(Regularizers.elasticNet(0.5, 0.25), X)).isEqualTo(21.25);
  }

  @Test
  void slopesAreTheOnesOfTheFormulas() {
    assertThat(slopes(Regularizers.l1(0.5))).containsExactly(0.5, -0.5, 0.5, -0.5, 0.5, 0);
    assertThat(slopes(Regularizers.l2(0.25)))
        .containsExactly(new double[] {0.5, -1, 1.5, -2, 2.5, 0}, within(0.0));
  }

  private static double[] slopes(Regularizer regularizer) {
    return Evaluation.gradients((ops, in) -> regularizer.penalty(ops, in.getFirst()), X).getFirst();
  }

  static Stream<Regularizer> all() {
    return Stream.of(Regularizers.l1(0.1), Regularizers.l2(0.1), Regularizers.elasticNet(0.1, 0.3));
  }

  @ParameterizedTest
  @MethodSource("all")
  void hasTheGradientOfItsFormula(Regularizer regularizer) {
    Evaluation.checkGradients(
        (ops, in) -> regularizer.penalty(ops, in.getFirst()), matrix(1, 3, 0.5, -2, 3));
  }

  @Test
  void strengthsBelow0AreRefused() {
    assertThatThrownBy(() -> Regularizers.l1(-1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("l1.strength: expected a number of at least 0, got -1.0");
    assertThatThrownBy(() -> Regularizers.l2(Double.NaN))
        .hasMessage("l2.strength: expected a number of at least 0, got NaN");
    assertThatThrownBy(() -> Regularizers.elasticNet(-1, 0))
        .hasMessageStartingWith("elastic_net.l1");
    assertThatThrownBy(() -> Regularizers.elasticNet(0, -1))
        .hasMessageStartingWith("elastic_net.l2");
  }
}
