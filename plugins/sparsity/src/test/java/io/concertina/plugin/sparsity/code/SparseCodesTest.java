package io.concertina.plugin.sparsity.code;

import static io.concertina.plugin.sparsity.code.SparseCodes.batchTopK;
import static io.concertina.plugin.sparsity.code.SparseCodes.contractive;
import static io.concertina.plugin.sparsity.code.SparseCodes.contractiveDense;
import static io.concertina.plugin.sparsity.code.SparseCodes.gated;
import static io.concertina.plugin.sparsity.code.SparseCodes.jumpRelu;
import static io.concertina.plugin.sparsity.code.SparseCodes.klToTarget;
import static io.concertina.plugin.sparsity.code.SparseCodes.squaredToTarget;
import static io.concertina.plugin.sparsity.code.SparseCodes.topK;
import static io.concertina.plugin.standard.activation.Activations.sigmoid;
import static io.concertina.plugin.standard.activation.Activations.tanh;
import static io.concertina.plugin.standard.initializer.Initializers.constant;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.optimizer.Optimizers.adam;
import static io.concertina.plugin.standard.optimizer.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Layer;
import io.concertina.model.Model;
import io.concertina.plugin.sparsity.SparsityPlugin;
import io.concertina.plugin.sparsity.Step;
import io.concertina.plugin.standard.StandardPlugin;
import io.concertina.spi.Registry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseCodesTest {

  private static final Registry REGISTRY = Registry.of(new StandardPlugin(), new SparsityPlugin());
  private static final String IDLE = "/idle";

  private static Tensor encoded(Model model, Tensor rows) {
    try (Engine engine = Registry.load().engine("native").open(EngineOptions.defaults());
        Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      return autoencoder.encode(rows);
    }
  }

  private static Tensor encoded(Layer layer, int width, float... rows) {
    Model model = Step.model(width, List.of(layer), List.of(dense()));
    return encoded(model, Tensor.of(Shape.of(rows.length / width, width), rows));
  }

  private static Tensor noise(int rows, int width, long seed) {
    Random random = new Random(seed);
    float[] elements = new float[rows * width];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(rows, width), elements);
  }

  private static Tensor get(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  @Test
  void topKKeepsTheLargestElementsAlsoNegativeOnesAndOfEqualsTheFirst() {
    assertThat(encoded(topK(2), 4, 3, -1, 2, 1, -4, -3, -2, -1, 5, 5, 5, 5).toFloats())
        .containsExactly(3, 0, 2, 0, 0, 0, -2, -1, 5, 5, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 7", "8, 257", "31, 31"})
  void exactlyKUnitsAreActive(int k, int units) {
    Model model = Step.model(units, List.of(topK(k)), List.of(dense()));
    CodeUse use = CodeUse.of(encoded(model, noise(65, units, 1)));
    assertThat(use.fewest()).isEqualTo(k);
    assertThat(use.most()).isEqualTo(k);
    assertThat(use.mean()).isEqualTo(k);
    assertThat(use.units()).isEqualTo(units);
  }

  @Test
  void idleBatchesAreCountedSinceAUnitWasLastActive() {
    Model model = Step.model(3, List.of(topK(1, 0, 5)), List.of(dense()));
    Tensor batch = Tensor.of(Shape.of(2, 3), 3f, 2, 1, 0, 2, 1);
    Tensor idle = get(Step.run(model, sgd(), batch, 4), "encoder/top_k_1" + IDLE);
    assertThat(idle.toFloats()).containsExactly(0, 0, 4);
  }

  /** Units that start far below the others never win without help. */
  @Test
  void deadUnitsComeBackUnderThePenaltyAndStayDeadWithoutIt() {
    assertThat(dead(0)).isEqualTo(8);
    assertThat(dead(1e-3)).isZero();
  }

  private static long dead(double strength) {
    Model start =
        Step.model(8, List.of(dense(16, tanh()), topK(2, strength, 10)), List.of(dense()));
    float[] bias = new float[16];
    Arrays.fill(bias, 8, 16, -3);
    Map<String, Tensor> weights = new LinkedHashMap<>(start.weights());
    weights.put("encoder/dense_1/bias", Tensor.of(Shape.of(16), bias));
    Model model = start.with(weights, start.history());
    Tensor idle = get(Step.run(model, adam(0.01), noise(64, 8, 2), 800), "encoder/top_k_1" + IDLE);
    long dead = 0;
    for (int i = 8; i < 16; i++) {
      dead += idle.floatAt(i) >= 10 ? 1 : 0;
    }
    return dead;
  }

  @ParameterizedTest
  @CsvSource({"1, 7, 5", "3, 31, 17", "8, 64, 9"})
  void batchTopKFindsTheThresholdThatLeavesKPerSampleOnAverage(int k, int units, int rows) {
    Model model = Step.model(units, List.of(batchTopK(k, 0, 0, 1)), List.of(dense()));
    Tensor batch = noise(rows, units, k);
    Map<String, Tensor> trained = Step.run(model, sgd(), batch, 1);
    float threshold = get(trained, "encoder/batch_top_k_1/threshold").floatAt(0);
    int kept = 0;
    for (int i = 0; i < batch.size(); i++) {
      kept += batch.floatAt(i) >= threshold ? 1 : 0;
    }
    assertThat(kept).isEqualTo(k * rows);
  }

  @Test
  void batchTopKUsesTheRunningThresholdInInference() {
    Model model = Step.model(4, List.of(batchTopK(2)), List.of(dense()));
    Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
    weights.put("encoder/batch_top_k_1/threshold", Tensor.scalar(1.5f));
    Tensor rows = Tensor.of(Shape.of(2, 4), 1f, 2, 1.5f, -3, 4, 5, 6, 7);
    assertThat(encoded(model.with(weights, model.history()), rows).toFloats())
        .containsExactly(0, 2, 1.5f, 0, 4, 5, 6, 7);
  }

  @Test
  void jumpReluPassesWhatIsAboveTheThreshold() {
    assertThat(encoded(jumpRelu(0.5, 0.1, 0), 4, 0.4f, 0.6f, -1, 3).toFloats())
        .containsExactly(0, 0.6f, 0, 3);
  }

  @Test
  void thePenaltyOfJumpReluRaisesTheThresholdsOfElementsNearby() {
    Model model = Step.model(2, List.of(jumpRelu(0.5, 0.2, 1)), List.of(dense()));
    Tensor batch = Tensor.of(Shape.of(1, 2), 0.55f, 3);
    Tensor log = get(Step.run(model, sgd(0.01), batch, 1), "encoder/jump_relu_1/log_threshold");
    assertThat((double) log.floatAt(0)).isGreaterThan(Math.log(0.5) + 0.02);
    assertThat((double) log.floatAt(1)).isCloseTo(Math.log(0.5), within(1e-6));
  }

  @Test
  void gatesDecideAndMagnitudesMeasure() {
    Model start = Step.model(1, List.of(gated(2, 0)), List.of(dense()));
    Map<String, Tensor> weights = new LinkedHashMap<>(start.weights());
    weights.put("encoder/gated_1/kernel", Tensor.of(Shape.of(1, 2), 1f, 1f));
    weights.put("encoder/gated_1/gate_bias", Tensor.of(Shape.of(2), -0.5f, 0.5f));
    weights.put("encoder/gated_1/magnitude_bias", Tensor.of(Shape.of(2), 1f, -1f));
    weights.put("encoder/gated_1/magnitude", Tensor.of(Shape.of(2), (float) Math.log(2), 0f));
    Model model = start.with(weights, start.history());
    float[] code = encoded(model, Tensor.of(Shape.of(3, 1), 0.25f, 1, 3)).toFloats();
    float[] expected = {0, 0, 3, 0, 7, 2};
    for (int i = 0; i < code.length; i++) {
      assertThat(code[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  @Test
  void theDivergenceIsZeroAtTheTargetAndKnownElsewhere() {
    assertThat(penalty(klToTarget(0.25, 2), 0.25f, 0.25f)).isCloseTo(0, within(1e-6));
    double expected = 0.25 * Math.log(0.25 / 0.5) + 0.75 * Math.log(0.75 / 0.5);
    assertThat(penalty(klToTarget(0.25, 2), 0.25f, 0.75f)).isCloseTo(2 * expected, within(1e-6));
    assertThat(penalty(squaredToTarget(0.25, 2), 0.5f, 0.5f)).isCloseTo(0.125, within(1e-6));
  }

  /** The loss of a batch of one unit, less the squared error of a reconstruction of 0. */
  private static double penalty(Layer layer, float... batch) {
    Layer nothing = dense().kernelInitializer(constant(0));
    Model model = Step.model(1, List.of(layer), List.of(nothing));
    Tensor rows = Tensor.of(Shape.of(batch.length, 1), batch);
    double squares = 0;
    for (float element : batch) {
      squares += element * element / batch.length;
    }
    return get(Step.run(model, sgd(), rows, 1), "loss").floatAt(0) - squares;
  }

  /** ‖∂y/∂x‖² of y = sigmoid(2 x) is (2 y (1 - y))², whichever way it is found. */
  @Test
  void theContractivePenaltyIsTheSquaredNormOfTheJacobian() {
    double y = 1 / (1 + Math.exp(-1));
    double expected = Math.pow(2 * y * (1 - y), 2);
    Layer one = dense(1, sigmoid()).kernelInitializer(constant(2));
    assertThat(penalty(contractive(one, 1, 1), 0.5f)).isCloseTo(expected, within(1e-6));
    Layer nothing = dense().kernelInitializer(constant(0));
    Model start = Step.model(1, List.of(contractiveDense(1, sigmoid(), 1)), List.of(nothing));
    Map<String, Tensor> weights = new LinkedHashMap<>(start.weights());
    weights.put("encoder/contractive_dense_1/kernel", Tensor.of(Shape.of(1, 1), 2f));
    Model model = start.with(weights, start.history());
    Tensor row = Tensor.of(Shape.of(1, 1), 0.5f);
    assertThat(get(Step.run(model, sgd(), row, 1), "loss").floatAt(0) - 0.25)
        .isCloseTo(expected, within(1e-6));
  }

  @Test
  void useIsCountedOverPieces() {
    CodeUse use =
        new CodeUse.Counter(3)
            .add(Tensor.of(Shape.of(2, 3), 1f, 0, 0, 2, 0, -1))
            .add(Tensor.of(Shape.of(1, 3), 0f, 0, 0))
            .use();
    assertThat(use).isEqualTo(new CodeUse(3, 3, 1, 0, 2, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "top_k, k, 0, at least 1",
    "top_k, dead_after, 0, at least 1",
    "top_k, revival, -1, a number of at least 0",
    "batch_top_k, momentum, 1, at least 0 and below 1",
    "jump_relu, threshold, 0, a number above 0",
    "jump_relu, bandwidth, -1, a number above 0",
    "gated, units, 0, at least 1",
    "target_activity, target, 0, above 0 and below 1",
    "target_activity, target, 1.5, above 0 and below 1",
    "target_activity, form, l1, 'one of [kl, quadratic]'",
    "contractive_dense, strength, NaN, a number of at least 0",
    "top_k, kk, 2, unknown key",
  })
  void wrongSettingsAreRefused(String name, String key, String value, String message) {
    Map<String, Object> settings = new LinkedHashMap<>();
    if (name.endsWith("top_k")) {
      settings.put("k", 2);
    }
    if (name.equals("contractive_dense")) {
      settings.put("units", 2);
    }
    settings.put(key, value);
    assertThatThrownBy(() -> REGISTRY.create(Layer.class, "model", Map.of(name, settings)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("model." + name)
        .hasMessageContaining(message);
  }

  @Test
  void moreActiveUnitsThanThereAreIsAnErrorThatNamesTheLayer() {
    for (Layer layer : List.of(topK(9), batchTopK(9))) {
      assertThatThrownBy(() -> Step.model(8, List.of(layer), List.of(dense())))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageMatching("encoder/(batch_)?top_k_1: .*k: expected at most its 8 units, got 9");
    }
  }
}
