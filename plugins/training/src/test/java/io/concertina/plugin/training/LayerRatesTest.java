package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Variable;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.prune.Pruner;
import io.concertina.prune.PruningState;
import io.concertina.prune.PruningTime;
import io.concertina.train.Batching;
import io.concertina.train.Clip;
import io.concertina.train.LayerRates;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that do not learn, or not as fast as others. */
class LayerRatesTest {

  private static final LayerRates ENCODER_FROZEN = LayerRates.all().freeze("encoder/*");
  private static final Object DECAYING = Map.of("adamw", Map.of("rate", 0.01, "weight_decay", 0.1));

  private static Model train(Model model, TrainingPlan plan) {
    try (Engine engine = Fixtures.engine()) {
      return new LocalTrainer()
          .train(TrainingJob.of(model, plan, Fixtures.rows(60), engine), TrainingListener.none());
    }
  }

  private static Batching inOneStep() {
    return Batching.of(60);
  }

  /** Masks every other element of all kernels before the second step. */
  private record EveryOther() implements Pruner {

    @Override
    public List<String> targets(List<Variable> variables) {
      return variables.stream().map(Variable::name).filter(n -> n.endsWith("kernel")).toList();
    }

    @Override
    public boolean due(PruningTime time) {
      return time.done() == 2;
    }

    @Override
    public Map<String, Tensor> masks(PruningState state) {
      Map<String, Tensor> masks = new HashMap<>();
      state.weights().forEach((name, weight) -> masks.put(name, everyOther(weight)));
      return masks;
    }
  }

  private static Tensor everyOther(Tensor weight) {
    int[] bits = new int[weight.size()];
    Arrays.setAll(bits, i -> i % 2);
    return Tensor.ofBooleans(weight.shape(), bits);
  }

  private static Model normalised() {
    Shape sample = Shape.of(Tables.WIDTH);
    return Model.initial(
        ModelSpec.read(
            "model",
            sample,
            List.of(Map.of("dense", Map.of("units", 4)), "batch_norm"),
            List.of("dense"),
            Fixtures.REGISTRY),
        Preprocessing.none(sample),
        1);
  }

  private static void assertEncoderStays(Model before, Model after) {
    before
        .weights()
        .forEach(
            (name, weight) -> {
              if (name.startsWith("encoder/")) {
                assertThat(after.weight(name)).as(name).isEqualTo(weight);
              } else {
                assertThat(after.weight(name)).as(name).isNotEqualTo(weight);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void frozenWeightsAndStatisticsStayToTheBitInStepsOfAnyBlocks(int blocks) {
    TrainingPlan plan = Fixtures.plan(2, DECAYING).with(ENCODER_FROZEN);
    Model after = train(normalised(), plan.with(plan.batching().withBlocks(blocks)));
    assertEncoderStays(normalised(), after);
  }

  @Test
  void frozenWeightsHaveNoSlots() {
    Model model = Fixtures.model(1);
    TrainingPlan plan = Fixtures.plan(1).with(ENCODER_FROZEN);
    assertThat(new TrainingFunctions(model, plan.objective()).slots(plan.rule()).keySet())
        .isNotEmpty()
        .allMatch(name -> name.contains("/decoder/"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aFactorOfTheRateIsThatRateForItsLayers(int blocks) {
    TrainingPlan plan = Fixtures.plan(1, Map.of("sgd", Map.of("rate", 0.1)));
    TrainingPlan oneStep = plan.with(inOneStep().withBlocks(blocks));
    Model before = Fixtures.model(1, 0);
    Model full = train(before, oneStep);
    Model scaled = train(before, oneStep.with(LayerRates.all().scale("encoder/*", 0.25)));
    for (String name : before.weights().keySet()) {
      double factor = name.startsWith("encoder/") ? 0.25 : 1;
      for (int i = 0; i < before.weight(name).size(); i++) {
        float start = before.weight(name).floatAt(i);
        assertThat(scaled.weight(name).floatAt(i) - start)
            .as(name)
            .isCloseTo((float) (factor * (full.weight(name).floatAt(i) - start)), within(1e-6f));
      }
    }
  }

  @Test
  void factorsOfSeveralPathsAreMultiplied() {
    LayerRates rates = LayerRates.all().scale("encoder/*", 0.5).scale("*/kernel", 0.1);
    assertThat(rates.factor("encoder/dense_1/kernel")).isEqualTo(0.05);
    assertThat(rates.factor("decoder/dense_1/kernel")).isEqualTo(0.1);
    assertThat(rates.factor("decoder/dense_1/bias")).isEqualTo(1);
  }

  @Test
  void aPathIsALayerAndAllBelowItButNotANameThatBeginsAlike() {
    LayerRates rates = LayerRates.all().freeze("encoder/dense_1");
    assertThat(rates.learns("encoder/dense_1/kernel")).isFalse();
    assertThat(rates.learns("encoder/dense_10/kernel")).isTrue();
  }

  @Test
  void gradientsOfFrozenWeightsDoNotCountInTheCommonNorm() {
    TrainingPlan plan = Fixtures.plan(1, Map.of("sgd", Map.of("rate", 1)));
    TrainingPlan oneStep =
        plan.with(inOneStep()).with(new Clip(Clip.Kind.GLOBAL_NORM, 1e-3)).with(ENCODER_FROZEN);
    Model before = Fixtures.model(1, 0);
    Model after = train(before, oneStep);
    double squared = 0;
    for (String name : before.weights().keySet()) {
      for (int i = 0; i < before.weight(name).size(); i++) {
        double change = after.weight(name).floatAt(i) - before.weight(name).floatAt(i);
        squared += change * change;
      }
    }
    assertThat(Math.sqrt(squared)).isCloseTo(1e-3, within(1e-5));
  }

  @Test
  void aPrunerLeavesFrozenWeightsAlone() {
    Model before = Fixtures.model(1);
    Model after = train(before, Fixtures.plan(4).with(new EveryOther()).with(ENCODER_FROZEN));
    assertEncoderStays(before, after);
    assertThat(after.masks().keySet()).isNotEmpty().allMatch(name -> name.startsWith("decoder/"));
  }

  @Test
  void zerosOfFrozenWeightsStay() {
    Model model = Fixtures.model(1);
    String kernel = "encoder/dense_1/kernel";
    Model masked = model.masked(Map.of(kernel, everyOther(model.weight(kernel))));
    Model after = train(masked, Fixtures.plan(2).with(ENCODER_FROZEN));
    assertEncoderStays(masked, after);
    assertThat(after.masks()).isEqualTo(masked.masks());
  }

  @Test
  void anUnknownPathIsAnErrorWithTheNearestName() {
    assertThatThrownBy(
            () ->
                train(
                    Fixtures.model(1),
                    Fixtures.plan(1).with(LayerRates.all().freeze("encoder/dense_11"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("training.freeze: no layer encoder/dense_11; did you mean encoder/dense_1?");
    assertThatThrownBy(
            () ->
                train(
                    Fixtures.model(1),
                    Fixtures.plan(1).with(LayerRates.all().scale("encode/*", 2))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("training.rates: no layer encode/*; did you mean encoder?");
  }

  @Test
  void somethingHasToLearn() {
    assertThatThrownBy(
            () -> train(Fixtures.model(1), Fixtures.plan(1).with(LayerRates.all().freeze("*"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("at least one layer that learns");
    assertThatThrownBy(() -> LayerRates.all().scale("encoder", 0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("training.freeze");
  }
}
