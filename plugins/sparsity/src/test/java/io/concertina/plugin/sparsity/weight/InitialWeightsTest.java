package io.concertina.plugin.sparsity.weight;

import static io.concertina.plugin.sparsity.weight.SparseWeights.kInputs;
import static io.concertina.plugin.sparsity.weight.SparseWeights.randomZero;
import static io.concertina.plugin.standard.initializer.Initializers.constant;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Initializer;
import io.concertina.layer.KeyedRandom;
import io.concertina.model.Model;
import io.concertina.plugin.sparsity.SparsityPlugin;
import io.concertina.plugin.sparsity.Step;
import io.concertina.plugin.standard.StandardPlugin;
import io.concertina.spi.Registry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialWeightsTest {

  private static final Registry REGISTRY = Registry.of(new StandardPlugin(), new SparsityPlugin());

  private static float[] values(Initializer initializer, int... sizes) {
    return initializer.values(sizes, KeyedRandom.of(1, "test"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.5, 21", "0.9, 38", "0.99, 42"})
  void aShareOfTheKernelIsZeroAndTheOthersAreEnlarged(double sparsity, int zeros) {
    float[] values = values(randomZero(sparsity, constant(2), false), 6, 7);
    double other = 2 / Math.sqrt(1 - sparsity);
    int count = 0;
    for (float value : values) {
      if (value == 0) {
        count++;
      } else {
        assertThat((double) value).isCloseTo(other, within(1e-5));
      }
    }
    assertThat(count).isEqualTo(zeros);
  }

  @Test
  void vectorsAreThoseOfTheOtherInitialiser() {
    assertThat(values(randomZero(0.9, constant(2), false), 3)).containsOnly(2);
    assertThat(values(kInputs(3, false), 5)).containsOnly(0);
  }

  @ParameterizedTest
  @CsvSource({"1, 9, 1", "4, 9, 4", "15, 9, 9"})
  void everyUnitHasKInputsIfThereAreAsMany(int k, int inputs, int expected) {
    int units = 8;
    float[] values = values(kInputs(k, false), inputs, units);
    for (int unit = 0; unit < units; unit++) {
      int count = 0;
      for (int input = 0; input < inputs; input++) {
        count += values[input * units + unit] == 0 ? 0 : 1;
      }
      assertThat(count).isEqualTo(expected);
    }
  }

  @Test
  void unitsChooseTheirInputsAtRandom() {
    float[] values = values(kInputs(1, 0.5, false), 64, 257);
    int[] uses = new int[64];
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      uses[i / 257] += values[i] == 0 ? 0 : 1;
      squares += values[i] * values[i];
    }
    assertThat(Arrays.stream(uses).max().orElseThrow()).isLessThan(20);
    assertThat(Math.sqrt(squares / 257)).isCloseTo(0.5, within(0.1));
  }

  @Test
  void zerosThatAreKeptAreAMaskAndStayThroughTraining() {
    Model model = model(true);
    String kernel = "encoder/dense_1/kernel";
    assertThat(model.masks()).containsOnlyKeys(kernel);
    Tensor trained = Step.run(model, adam(0.1), batch(), 20).get(kernel);
    assertThat(zeros(model.weights().get(kernel))).isEqualTo(24);
    assertThat(zeros(trained)).isEqualTo(24);
    for (int i = 0; i < trained.size(); i++) {
      assertThat(trained.floatAt(i) == 0).isEqualTo(model.masks().get(kernel).intAt(i) == 0);
    }
  }

  @Test
  void zerosThatAreOnlyAStartAreTrained() {
    Model model = model(false);
    assertThat(model.masks()).isEmpty();
    Tensor trained = Step.run(model, adam(0.1), batch(), 20).get("encoder/dense_1/kernel");
    assertThat(zeros(trained)).isZero();
  }

  private static Model model(boolean keep) {
    Initializer sparse = randomZero(0.75, constant(0.5), keep);
    return Step.model(8, List.of(dense(4).kernelInitializer(sparse)), List.of(dense()));
  }

  private static Tensor batch() {
    float[] elements = new float[32];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) Math.sin(i * i);
    }
    return Tensor.of(Shape.of(4, 8), elements);
  }

  private static int zeros(Tensor tensor) {
    int zeros = 0;
    for (int i = 0; i < tensor.size(); i++) {
      zeros += tensor.floatAt(i) == 0 ? 1 : 0;
    }
    return zeros;
  }

  @Test
  void settingsComeBackOutOfAConfiguration() {
    for (Initializer initializer : List.of(randomZero(0.3, constant(1), true), kInputs(7, true))) {
      Object tree = REGISTRY.describe(Initializer.class, initializer);
      assertThat(REGISTRY.create(Initializer.class, "test", tree)).isEqualTo(initializer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "random_zero, sparsity, 1, at least 0 and below 1",
    "random_zero, sparsity, -0.1, at least 0 and below 1",
    "random_zero, sparsity, NaN, at least 0 and below 1",
    "k_inputs, k, 0, at least 1",
    "k_inputs, stddev, -1, a number of at least 0",
    "k_inputs, keeps, true, unknown key",
  })
  void wrongSettingsAreRefused(String name, String key, String value, String message) {
    assertThatThrownBy(
            () -> REGISTRY.create(Initializer.class, "model", Map.of(name, Map.of(key, value))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("model." + name + "." + key)
        .hasMessageContaining(message);
  }
}
