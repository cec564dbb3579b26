package io.concertina.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.loss.Loss;
import io.concertina.metric.MeanMetric;
import io.concertina.metric.Metric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveTest {

  private static final Loss SQUARE = (ops, p, t) -> Composites.square(ops, ops.sub(p, t));

  private static final Metric MEAN =
      new MeanMetric() {
        @Override
        public Value apply(Ops ops, Value prediction, Value target) {
          return prediction;
        }
      };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loss",
        "rate",
        "epoch",
        "step",
        "seconds",
        "sparsity",
        "score",
        "observed",
        "key",
        "t",
        "x",
        "val_loss",
        "val_",
        "val_mae",
        "reconstruction",
        "categories",
        " "
      })
  void namesThatTheProgramUsesItselfAreRefusedForMetricsAndHeads(String name) {
    assertThatThrownBy(() -> new Objective(SQUARE, Map.of(name, MEAN)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("metric " + name);
    assertThatThrownBy(
            () -> new Objective(SQUARE, List.of(new HeadTerm(name, SQUARE)), Map.of(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("head " + name);
  }

  @Test
  void aMetricMayNotBeCalledAsAHeadIs() {
    HeadTerm head = new HeadTerm("kind", SQUARE);
    Map<String, Watch> metrics = Map.of("kind", Watch.reconstruction(MEAN));
    assertThatThrownBy(() -> new Objective(SQUARE, List.of(head), metrics, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("metric kind: expected a name of its own, got that of another metric or head");
  }

  @Test
  void twoTermsOfOneHeadAreRefused() {
    HeadTerm head = new HeadTerm("kind", SQUARE);
    assertThatThrownBy(() -> new Objective(SQUARE, List.of(head, head), Map.of(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("head kind");
  }

  @Test
  void aMetricLooksAtTheReconstructionOrAHead() {
    Map<String, Watch> metrics = Map.of("mean", new Watch(MEAN, "kinds"));
    assertThatThrownBy(() -> new Objective(SQUARE, List.of(), metrics, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("kinds");
  }

  @Test
  void aTermThatIsNotNamedHasTheCoefficient1() {
    Objective objective =
        new Objective(SQUARE, List.of(), Map.of(), Map.of("kl", Coefficient.of(0.5)));
    assertThat(objective.coefficient("kl").at(1, 10)).isEqualTo(0.5);
    assertThat(objective.coefficient("reconstruction").at(1, 10)).isEqualTo(1);
  }

  @Test
  void aScheduledCoefficientEndsWithTheValueAfterTheLastStep() {
    Coefficient rising =
        new Coefficient(2, Optional.of((base, step, total) -> base * (step - 1) / total));
    assertThat(rising.at(1, 10)).isEqualTo(0);
    assertThat(rising.at(6, 10)).isEqualTo(1);
    assertThat(rising.last(10)).isEqualTo(2);
  }

  @Test
  void aScheduleThatGivesNoNumberIsNamed() {
    Coefficient broken = new Coefficient(2, Optional.of((base, step, total) -> 0.0 / 0));
    assertThatThrownBy(() -> broken.at(3, 10))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("a finite number for step 3 of 10, got NaN");
  }
}
