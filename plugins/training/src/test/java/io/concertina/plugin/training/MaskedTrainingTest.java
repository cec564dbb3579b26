package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.layer.KeyedRandom;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.model.ModelSpec;
import io.concertina.train.CheckpointStore;
import io.concertina.train.Objective;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskedTrainingTest {

  private static final String KERNEL = "encoder/dense_1/kernel";

  private final LocalTrainer trainer = new LocalTrainer();
  private final Engine engine = Fixtures.engine();

  @AfterEach
  void close() {
    engine.close();
  }

  private Model train(Model model, TrainingPlan plan) {
    return trainer.train(
        TrainingJob.of(model, plan, Fixtures.rows(100), engine), TrainingListener.none());
  }

  /** Every kernel of a model behind a random mask of half its elements. */
  private static Model halved(Model model) {
    KeyedRandom random = KeyedRandom.of(11, "masks");
    Map<String, Tensor> masks = new LinkedHashMap<>();
    model
        .weights()
        .forEach(
            (name, weight) -> {
              if (name.endsWith("kernel")) {
                int[] bits = new int[weight.size()];
                Arrays.setAll(bits, _ -> random.nextInt(2));
                masks.put(name, Tensor.ofBooleans(weight.shape(), bits));
              }
            });
    return model.masked(masks);
  }

  static Stream<Object> rulesThatMoveWeightsWithoutAGradient() {
    return Stream.of(
        Map.of("adam", Map.of("rate", 0.01)),
        Map.of("adamw", Map.of("rate", 0.01, "weight_decay", 0.1)),
        Map.of("sgd", Map.of("rate", 0.05, "momentum", 0.9)),
        Map.of("rmsprop", Map.of("rate", 0.01)),
        Map.of("adagrad", Map.of("rate", 0.05)));
  }

  @ParameterizedTest
  @MethodSource("rulesThatMoveWeightsWithoutAGradient")
  void maskedWeightsStayZeroThroughMomentumSteps(Object optimizer) {
    Model initial = halved(Fixtures.model(1));
    Model trained = train(initial, Fixtures.plan(3, optimizer));
    assertThat(trained.masks()).isEqualTo(initial.masks()).hasSize(4);
    trained
        .masks()
        .forEach(
            (name, mask) -> {
              Tensor weight = trained.weights().get(name);
              assertThat(weight).isNotEqualTo(initial.weights().get(name));
              for (int i = 0; i < weight.size(); i++) {
                assertThat(weight.floatAt(i) != 0).as(name + " " + i).isEqualTo(mask.intAt(i) == 1);
              }
            });
  }

  @Test
  void aMaskThatIsTrueEverywhereChangesNothing() {
    Model free = Fixtures.model(1);
    Tensor weight = free.weights().get(KERNEL);
    int[] bits = new int[weight.size()];
    Arrays.fill(bits, 1);
    Model open = free.masked(Map.of(KERNEL, Tensor.ofBooleans(weight.shape(), bits)));
    assertThat(train(open, Fixtures.plan(3)).weights())
        .isEqualTo(train(free, Fixtures.plan(3)).weights());
  }

  @Test
  void aMaskedRunResumesWithTheBitsOfAnUninterruptedOne() {
    Model initial = halved(Fixtures.model(1));
    Fixtures.Memory store = new Fixtures.Memory();
    resumable(initial, 2, store, false);
    Model resumed = resumable(initial, 4, store, true);
    assertThat(resumed).isEqualTo(train(initial, Fixtures.plan(4)));
  }

  private Model resumable(Model model, int epochs, CheckpointStore store, boolean resume) {
    return trainer.train(
        TrainingJob.of(model, Fixtures.plan(epochs), Fixtures.rows(100), engine)
            .saved(store, resume),
        TrainingListener.none());
  }

  @Test
  void tiedWeightsAreBehindTheMaskOfTheLayerThatDeclaresThem() {
    ModelSpec spec =
        ModelSpec.read(
            "model",
            Shape.of(6),
            List.of(Map.of("dense", Map.of("units", 3))),
            List.of(Map.of("tied_dense", Map.of("of", "encoder/dense_1"))),
            Fixtures.REGISTRY);
    Model model = halved(Model.initial(spec, Preprocessing.none(Shape.of(6)), 5));
    Model trained = train(model, Fixtures.plan(3));
    Tensor mask = trained.masks().get(KERNEL);
    for (int i = 0; i < mask.size(); i++) {
      assertThat(trained.weights().get(KERNEL).floatAt(i) != 0).isEqualTo(mask.intAt(i) == 1);
    }
  }

  /** A pruner that regrows weights asks what a masked weight would do if it were free. */
  @Test
  void gradientsOfMaskedElementsAreThoseOfFreeOnes() {
    ModelSpec spec =
        ModelSpec.read(
            "model",
            Shape.of(6),
            List.of(Map.of("dense", Map.of("units", 3, "activation", "tanh"))),
            List.of("dense"),
            Fixtures.REGISTRY);
    Model model = halved(Model.initial(spec, Preprocessing.none(Shape.of(6)), 5));
    Objective objective = Fixtures.plan(1).objective();
    Dataset rows = Fixtures.rows(32);
    Batch batch = new Batch(rows.schema(), 32);
    rows.read().fill(batch, 32);
    try (var residents = engine.residents()) {
      model.weights().forEach(residents::put);
      try (Program program =
          engine.compile(
              new TrainingFunctions(model, objective).lossGradients(List.of(KERNEL)), residents)) {
        Tensor gradient =
            program
                .run(
                    Map.of(
                        ModelFunctions.X, batch.tensor(ModelFunctions.X),
                        ModelFunctions.KEY, Threefry.key(0)))
                .get(KERNEL);
        for (int i = 0; i < gradient.size(); i++) {
          assertThat((double) gradient.floatAt(i))
              .as("element " + i)
              .isCloseTo(slope(model, objective, rows, i), within(2e-3));
        }
      }
    }
  }

  private double slope(Model model, Objective objective, Dataset rows, int element) {
    return (loss(model, objective, rows, element, 0.01f)
            - loss(model, objective, rows, element, -0.01f))
        / 0.02;
  }

  private double loss(Model model, Objective objective, Dataset rows, int element, float change) {
    float[] moved = model.weights().get(KERNEL).toFloats();
    moved[element] += change;
    Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
    weights.put(KERNEL, Tensor.view(weights.get(KERNEL).shape(), moved));
    Model free = model.with(weights, Map.of(), model.history());
    try (Autoencoder autoencoder = Autoencoder.open(free, engine)) {
      return autoencoder.evaluate(objective, rows).get("loss");
    }
  }

  @Test
  void aModelRefusesAWeightThatIsNotZeroBehindItsMask() {
    Model model = Fixtures.model(1);
    Shape shape = model.weights().get(KERNEL).shape();
    Map<String, Tensor> masks = Map.of(KERNEL, Tensor.ofBooleans(shape, new int[shape.size()]));
    assertThatThrownBy(() -> model.with(model.weights(), masks, model.history()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("weight " + KERNEL + ": expected 0 where its mask is false, got ")
        .hasMessageEndingWith(" at element 0; apply the mask to the weight");
  }

  @Test
  void aModelRefusesMasksThatFitNoWeight() {
    Model model = Fixtures.model(1);
    Tensor one = Tensor.ofBooleans(Shape.of(1), 1);
    assertThatThrownBy(() -> model.masked(Map.of("encoder/dense_9/kernel", one)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("encoder/dense_9/kernel");
    assertThatThrownBy(() -> model.masked(Map.of(KERNEL, one)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("mask " + KERNEL)
        .hasMessageContaining("[6, 8]");
  }
}
