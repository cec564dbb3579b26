package io.concertina.plugin.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorSource;
import io.concertina.layer.KeyedRandom;
import io.concertina.loss.Loss;
import io.concertina.model.Masks;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.optimizer.Optimizer;
import io.concertina.plugin.pruning.RegrowingPruner.Growth;
import io.concertina.prune.Pruner;
import io.concertina.spi.Registry;
import io.concertina.train.Checkpoint;
import io.concertina.train.CheckpointStore;
import io.concertina.train.EarlyStopping;
import io.concertina.train.Objective;
import io.concertina.train.Pruning;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrunedTrainingTest {

  private static final Registry REGISTRY = Registry.load();
  private static final int WIDTH = 8;
  private static final int BATCH = 16;

  private final Engine engine =
      REGISTRY.engine("native").open(EngineOptions.defaults().withThreads(1));

  @AfterEach
  void close() {
    engine.close();
  }

  private static MemoryDataset rows() {
    KeyedRandom random = KeyedRandom.of(3, "rows");
    float[] elements = new float[160 * WIDTH];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) (Math.sin(i / WIDTH + i % WIDTH) + 0.1 * random.nextGaussian());
    }
    return MemoryDataset.of("rows", Tensor.view(Shape.of(160, WIDTH), elements));
  }

  private static Model model() {
    ModelSpec spec =
        ModelSpec.read(
            "model",
            Shape.of(WIDTH),
            List.of(
                Map.of("dense", Map.of("units", 12, "activation", "tanh")),
                Map.of("dropout", Map.of("rate", 0.1)),
                Map.of("dense", Map.of("units", 3))),
            List.of(Map.of("dense", Map.of("units", 12, "activation", "tanh")), "dense"),
            REGISTRY);
    return Model.initial(spec, Preprocessing.none(Shape.of(WIDTH)), 1);
  }

  private static TrainingPlan plan(Pruner pruner, int epochs) {
    return TrainingPlan.of(
            objective(),
            REGISTRY.create(Optimizer.class, "optimizer", Map.of("adam", Map.of("rate", 0.01))),
            epochs,
            BATCH,
            3)
        .with(pruner);
  }

  private static Objective objective() {
    return new Objective(REGISTRY.create(Loss.class, "loss", "mse"), Map.of());
  }

  private Model train(TrainingPlan plan, CheckpointStore store, boolean resume) {
    TrainingJob job = TrainingJob.of(model(), plan, rows(), engine).saved(store, resume);
    return REGISTRY.trainer("local").train(job, TrainingListener.none());
  }

  /** Decisions by epochs, so that a run and its first half decide alike. */
  private static GradualPruner byEpochs(Criterion criterion) {
    return new GradualPruner(
        criterion,
        0.75,
        0.2,
        new PruningPolicy(
            Granularity.WEIGHT,
            Scope.ADAPTIVE,
            new Schedule(Schedule.Kind.POLYNOMIAL, Schedule.Unit.EPOCHS, 0, 1.9, 0.25, 3),
            Targets.ALL,
            4));
  }

  static Stream<Pruner> pruners() {
    return Stream.of(
        byEpochs(Criterion.MAGNITUDE),
        byEpochs(Criterion.GRADIENT_MAGNITUDE),
        byEpochs(Criterion.MOVEMENT),
        byEpochs(Criterion.RANDOM),
        sparse(Growth.RANDOM),
        sparse(Growth.GRADIENT));
  }

  private static RegrowingPruner sparse(Growth growth) {
    RegrowingPruner plain = RegrowingPruner.of(growth, 0.75);
    return new RegrowingPruner(
        growth,
        0.75,
        0.3,
        plain
            .policy()
            .at(new Schedule(Schedule.Kind.COSINE, Schedule.Unit.EPOCHS, 0, 1.9, 0.3, 3)));
  }

  @ParameterizedTest
  @MethodSource("pruners")
  void zerosAreFactsOfTheWeightsAfterTheRun(Pruner pruner) {
    Model trained = train(plan(pruner, 4), CheckpointStore.none(), false);
    assertThat(trained.masks()).hasSize(4);
    long zeros = 0;
    long elements = 0;
    for (Map.Entry<String, Tensor> mask : trained.masks().entrySet()) {
      Tensor weight = trained.weight(mask.getKey());
      for (int i = 0; i < weight.size(); i++) {
        boolean masked = mask.getValue().intAt(i) == 0;
        assertThat(weight.floatAt(i)).matches(value -> !masked || value == 0);
        zeros += masked ? 1 : 0;
      }
      elements += weight.size();
    }
    assertThat((double) zeros).isCloseTo(0.75 * elements, within(4.0));
    assertThat(trained.history().epochs().getLast().values().get("sparsity"))
        .isEqualTo((double) zeros / elements);
  }

  @ParameterizedTest
  @MethodSource("pruners")
  void aResumedRunEndsWithTheBitsOfAnUninterruptedOne(Pruner pruner) {
    Memory store = new Memory();
    train(plan(pruner, 2), store, false);
    assertThat(train(plan(pruner, 4), store, true))
        .isEqualTo(train(plan(pruner, 4), CheckpointStore.none(), false));
  }

  @Test
  void slotsOfPrunedWeightsStartAnew() {
    Memory store = new Memory();
    train(plan(byEpochs(Criterion.MAGNITUDE), 2), store, false);
    TensorSource residents = store.saved.getLast().residents();
    String kernel = "encoder/dense_1/kernel";
    Tensor mask = residents.view(Masks.resident(kernel));
    for (String slot : List.of("m", "v")) {
      Tensor value = residents.view(TrainingFunctions.slot(slot, kernel));
      for (int i = 0; i < mask.size(); i++) {
        assertThat(value.floatAt(i) != 0).as(slot + " " + i).isEqualTo(mask.intAt(i) == 1);
      }
    }
  }

  @Test
  void theBestEpochIsOneOfTheLastMasks() {
    Pruner pruner = byEpochs(Criterion.MAGNITUDE);
    TrainingPlan plan = plan(pruner, 4);
    TrainingPlan stopping =
        plan.withValidationSplit(0.2).with(new EarlyStopping("loss", 9, 1e9, true));
    Memory store = new Memory();
    Model trained = train(stopping, store, false);
    assertThat(TensorSource.of(trained.weights())).isEqualTo(store.saved.getLast().best());
    assertThat(trained.weights())
        .isNotEqualTo(train(plan, CheckpointStore.none(), false).weights());
    Tensor kernel = trained.weight("encoder/dense_1/kernel");
    assertThat(kernel.toFloats()).contains(0);
  }

  @Test
  void aModelIsPrunedAtOnceWithoutTraining() {
    Model pruned =
        Pruning.once(
            GradualPruner.of(Criterion.MOVEMENT, 0.5).at(Schedule.once()),
            model(),
            objective(),
            engine,
            rows(),
            BATCH,
            3);
    Tensor before = model().weight("encoder/dense_1/kernel");
    Tensor after = pruned.weight("encoder/dense_1/kernel");
    Tensor mask = pruned.masks().get("encoder/dense_1/kernel");
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.floatAt(i)).isEqualTo(before.floatAt(i) * mask.intAt(i));
    }
    assertThat(
            pruned.masks().values().stream().mapToLong(m -> Arrays.stream(m.toInts()).sum()).sum())
        .isEqualTo((2 * 8 * 12 + 2 * 12 * 3) / 2);
  }

  @Test
  void anUnknownLayerIsRefusedWithTheNearestName() {
    PruningPolicy plain = byEpochs(Criterion.MAGNITUDE).policy();
    Pruner wrong =
        new GradualPruner(
            Criterion.MAGNITUDE,
            0.5,
            0,
            new PruningPolicy(
                plain.granularity(),
                plain.scope(),
                plain.schedule(),
                new Targets(List.of(), List.of("encoder/dense_l")),
                1));
    assertThatThrownBy(() -> train(plan(wrong, 3), CheckpointStore.none(), false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "exclude: no layer encoder/dense_l with weights to prune; did you mean"
                + " encoder/dense_1?");
  }

  @ParameterizedTest
  @MethodSource("wrongSettings")
  void wrongSettingsAreRefusedByName(Map<String, Object> settings, String message) {
    assertThatThrownBy(() -> REGISTRY.create(Pruner.class, "pruner", Map.of("gradual", settings)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> wrongSettings() {
    return Stream.of(
        wrong(Map.of("sparsity", 1), "pruner.gradual.sparsity: expected at least 0 and below 1"),
        wrong(Map.of("sparsity", -0.1), "gradual.sparsity: expected at least 0 and below 1"),
        wrong(Map.of("sparsity", "NaN"), "gradual.sparsity: expected at least 0 and below 1"),
        wrong(Map.of("sparsity", 0.5, "initial", 0.6), "gradual.initial: expected from 0 to"),
        wrong(
            Map.of("sparsity", 0.5, "gradient_batches", 0),
            "pruner.gradual.gradient_batches: expected at least 1, got 0"),
        wrong(Map.of("sparsity", 0.5, "granularity", "0x4"), "blocks of at least 1x1"),
        wrong(Map.of("sparsity", 0.5, "granularity", "4*4"), "weight, block or rows x columns"),
        wrong(Map.of("sparsity", 0.5, "criterion", "size"), "one of [magnitude, "),
        wrong(
            Map.of("sparsity", 0.5, "schedule", Map.of("unit", "epochs", "begin", 3, "end", 1)),
            "schedule.end: expected at least schedule.begin"),
        wrong(Map.of("sparsity", 0.5, "schedule", Map.of("ends", 1)), "did you mean end?"));
  }

  private static Arguments wrong(Map<String, Object> settings, String message) {
    return Arguments.of(settings, message);
  }

  /** Remembers every checkpoint. */
  private static final class Memory implements CheckpointStore {

    private final List<Checkpoint> saved = new ArrayList<>();

    @Override
    public void save(Checkpoint checkpoint) {
      saved.add(checkpoint.copy());
    }

    @Override
    public Optional<Checkpoint> newest() {
      return saved.isEmpty() ? Optional.empty() : Optional.of(saved.getLast());
    }
  }
}
