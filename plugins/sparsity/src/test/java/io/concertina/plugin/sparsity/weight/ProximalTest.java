package io.concertina.plugin.sparsity.weight;

import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.optimizer.Optimizers.adam;
import static io.concertina.plugin.standard.optimizer.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.model.Model;
import io.concertina.optimizer.Optimizer;
import io.concertina.plugin.sparsity.SparsityPlugin;
import io.concertina.plugin.sparsity.Step;
import io.concertina.plugin.standard.StandardPlugin;
import io.concertina.spi.Registry;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProximalTest {

  private static final Registry REGISTRY = Registry.of(new StandardPlugin(), new SparsityPlugin());
  private static final double RATE = 0.5;

  /** What becomes of a weight whose gradient is 0, so that only the proximal step acts. */
  private static double[] prox(Optimizer optimizer, Shape shape, double... weight) {
    Ops ops = new Ops();
    TensorType type = TensorType.f32(shape);
    Value w = ops.input("w", type);
    Value g = ops.constantLike(w, 0);
    Value next = optimizer.step(ops, w, g, List.of(), ops.constant(RATE), ops.constant(1)).weight();
    Function function = ops.function("prox", Map.of("next", next));
    Map<String, ReferenceTensor> in = Map.of("w", ReferenceTensor.of(shape, weight));
    ReferenceTensor out = new ReferenceInterpreter().run(function, in).outputs().get("next");
    return Objects.requireNonNull(out).toDoubles();
  }

  @Test
  void theSoftThresholdTakesRateTimesStrengthFromEveryElement() {
    double[] next =
        prox(SparseWeights.proximalL1(sgd(), 0.5), Shape.of(2, 3), 1, -1, 0.25, -0.2, 0, 0.3125);
    assertThat(next).containsExactly(0.75, -0.75, 0, 0, 0, 0.0625);
    for (double element : next) {
      assertThat(Double.doubleToRawLongBits(element))
          .isNotEqualTo(Double.doubleToRawLongBits(-0.0));
    }
  }

  @Test
  void theSquaredPenaltyShrinksEveryElementByTheSameFactor() {
    assertThat(prox(SparseWeights.proximalL2(sgd(), 3), Shape.of(1, 2), 8, -4))
        .containsExactly(2, -1);
    assertThat(prox(SparseWeights.proximalElasticNet(sgd(), 4, 3), Shape.of(1, 2), 10, -2))
        .containsExactly(2, 0);
  }

  @Test
  void theBlockThresholdShortensOrRemovesWholeUnits() {
    double[] next =
        prox(
            SparseWeights.proximalGroupLasso(sgd(), 2 / Math.sqrt(2)),
            Shape.of(2, 3),
            3,
            0.6,
            0,
            4,
            0.7,
            0);
    double[] expected = {3 * 0.8, 0, 0, 4 * 0.8, 0, 0};
    for (int i = 0; i < expected.length; i++) {
      assertThat(next[i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void groupsMayBeWhatInputsFeed() {
    double[] next =
        prox(
            SparseWeights.proximalGroupLassoOnInputs(sgd(), 2 / Math.sqrt(2)),
            Shape.of(3, 2),
            3,
            4,
            0.6,
            0.7,
            0,
            0);
    double[] expected = {3 * 0.8, 4 * 0.8, 0, 0, 0, 0};
    for (int i = 0; i < expected.length; i++) {
      assertThat(next[i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  /** No other point near the result has a smaller ½ ‖w - v‖² + η · penalty(w). */
  @Test
  void theStepMinimisesWhatItsDefinitionSays() {
    double[] v = {0.9, -0.5, 0.2, 0.05, -1.3, 0.4};
    Proximal all = new Proximal(sgd(), 0.3, 0.2, 0.1, Groups.UNITS);
    double[] w = prox(all, Shape.of(3, 2), v);
    double least = objective(all, w, v);
    for (int i = 0; i < w.length; i++) {
      for (double move : new double[] {-1e-3, 1e-3}) {
        double[] other = w.clone();
        other[i] += move;
        assertThat(objective(all, other, v)).isGreaterThan(least);
      }
    }
  }

  private static double objective(Proximal p, double[] w, double[] v) {
    double value = 0;
    for (int i = 0; i < w.length; i++) {
      value += 0.5 * (w[i] - v[i]) * (w[i] - v[i]);
      value += RATE * (p.l1() * Math.abs(w[i]) + p.l2() * w[i] * w[i]);
    }
    for (int unit = 0; unit < 2; unit++) {
      double squares = 0;
      for (int i = unit; i < w.length; i += 2) {
        squares += w[i] * w[i];
      }
      value += RATE * p.group() * Math.sqrt(3) * Math.sqrt(squares);
    }
    return value;
  }

  @Test
  void biasesAreTheOtherRules() {
    assertThat(prox(SparseWeights.proximalL1(sgd(), 9), Shape.of(2), 1, -1)).containsExactly(1, -1);
  }

  @Test
  void trainingGivesTrueZerosWhereThePenaltyInTheLossGivesNone() {
    int proximal = zeros(trained(SparseWeights.proximalL1(adam(0.01), 0.1)));
    int plain = zeros(trained(adam(0.01)));
    assertThat(plain).isZero();
    assertThat(proximal).isBetween(8, 63);
  }

  private static Tensor trained(Optimizer optimizer) {
    Model model = Step.model(16, List.of(dense(4)), List.of(dense()));
    float[] elements = new float[16 * 16];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = i % 16 < 4 ? (float) Math.sin(i * i) : 0.01f * (float) Math.cos(i * i);
    }
    Tensor batch = Tensor.of(Shape.of(16, 16), elements);
    return Objects.requireNonNull(
        Step.run(model, optimizer, batch, 300).get("encoder/dense_1/kernel"));
  }

  private static int zeros(Tensor tensor) {
    int zeros = 0;
    for (int i = 0; i < tensor.size(); i++) {
      zeros += tensor.floatAt(i) == 0 ? 1 : 0;
    }
    return zeros;
  }

  @ParameterizedTest
  @CsvSource({
    "l1, -1, a number of at least 0",
    "l2, NaN, a number of at least 0",
    "group, Infinity, a number of at least 0",
    "l1, 0, 'a number above 0, or one in l2 or group'",
    "groups, rows, one of",
    "l3, 1, did you mean",
  })
  void wrongSettingsAreRefused(String key, String value, String message) {
    Object tree =
        Map.of(
            "proximal",
            Map.of(key, value, "l1".equals(key) ? "l2" : "l1", "l3".equals(key) ? 1 : 0));
    assertThatThrownBy(() -> REGISTRY.create(Optimizer.class, "training.optimizer", tree))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("training.optimizer.proximal")
        .hasMessageContaining(message);
  }
}
