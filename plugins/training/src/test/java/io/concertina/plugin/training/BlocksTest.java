package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.DivergenceException;
import io.concertina.data.Dataset;
import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Epoch;
import io.concertina.model.Feeds;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.model.ModelSpec;
import io.concertina.train.BlockSums;
import io.concertina.train.Clip;
import io.concertina.train.Objective;
import io.concertina.train.Shuffle;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps whose rows fall into blocks. */
class BlocksTest {

  private static final LocalTrainer TRAINER = new LocalTrainer();

  private static Model train(Model model, TrainingPlan plan, Dataset rows, int threads) {
    EngineOptions options = EngineOptions.defaults().withThreads(threads);
    try (Engine engine = Fixtures.REGISTRY.engine("native").open(options)) {
      return TRAINER.train(TrainingJob.of(model, plan, rows, engine), TrainingListener.none());
    }
  }

  private static TrainingPlan inBlocks(TrainingPlan plan, int blocks) {
    return plan.with(plan.batching().withBlocks(blocks).with(Shuffle.NONE));
  }

  /** A model whose layers draw, and take statistics of the rows that they see together. */
  private static Model noisy() {
    ModelSpec spec =
        ModelSpec.read(
            "model",
            Shape.of(Tables.WIDTH),
            List.of(
                Map.of("dense", Map.of("units", 8, "activation", "tanh")),
                "batch_norm",
                Map.of("dropout", Map.of("rate", 0.2)),
                Map.of("dense", Map.of("units", 2))),
            List.of("dense"),
            Fixtures.REGISTRY);
    return Model.initial(spec, Preprocessing.none(Shape.of(Tables.WIDTH)), 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void theSameBlocksGiveTheSameBitsOnAnyNumberOfThreads(int threads) {
    TrainingPlan plan = inBlocks(Fixtures.plan(3), 4);
    Model alone = train(noisy(), plan, Fixtures.rows(100), 1);
    assertThat(train(noisy(), plan, Fixtures.rows(100), threads).weights())
        .isEqualTo(alone.weights());
  }

  @Test
  void everyBlockHasNoiseAndStatisticsOfItsOwn() {
    Model whole = train(noisy(), Fixtures.plan(1), Fixtures.rows(100), 1);
    Model blocks = train(noisy(), inBlocks(Fixtures.plan(1), 4), Fixtures.rows(100), 1);
    String mean = "encoder/batch_norm_1/moving_mean";
    assertThat(blocks.weights().get(mean)).isNotEqualTo(whole.weights().get(mean));
    assertThat(blocks.weights().get(mean)).isNotEqualTo(noisy().weights().get(mean));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 16})
  void blocksWithoutNoiseTrainAsOneUpToRounding(int blocks) {
    Model model = Tables.model(Map.of("dense", Map.of("units", 5, "activation", "tanh")));
    TrainingPlan plan = Tables.plan(new Objective(Tables.loss("mse"), Map.of()), 2, 16);
    assertAlike(model, plan, Fixtures.rows(64), blocks);
  }

  @Test
  void rowWeightsMissingCellsAndMissingLabelsDivideTheSumsOfAllBlocks() {
    Model model = Tables.predicting(Tables.model(Tables.penalised()));
    assertAlike(model, Tables.plan(Tables.both(), 3, 16), Tables.whole(64), 4);
  }

  @Test
  void penaltiesOfWeightsAndOfOutputsCountOnce() {
    Model model = Tables.model(Tables.penalised());
    TrainingPlan plan = Tables.plan(new Objective(Tables.loss("mse"), Map.of()), 2, 16);
    assertAlike(model, plan, Fixtures.rows(64), 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"VALUE", "NORM", "GLOBAL_NORM"})
  void theTotalIsClippedAndNotTheBlocks(String kind) {
    Model model = Tables.model(Tables.penalised());
    TrainingPlan plan = Tables.plan(new Objective(Tables.loss("mse"), Map.of()), 2, 16);
    assertAlike(model, plan.with(new Clip(Clip.Kind.valueOf(kind), 0.05)), Fixtures.rows(64), 4);
  }

  /** The last step has 5 rows in blocks of 2, 2 and 1: the fourth block is empty. */
  @ParameterizedTest
  @ValueSource(ints = {37, 33, 39})
  void aLastStepOfFewerRowsHasFewerBlocks(int rows) {
    Model model = Tables.predicting(Tables.model(Tables.penalised()));
    assertAlike(model, Tables.plan(Tables.both(), 2, 16), Tables.whole(rows), 4);
  }

  private static void assertAlike(Model model, TrainingPlan plan, Dataset rows, int blocks) {
    Model one = train(model, inBlocks(plan, 1), rows, 1);
    Model several = train(model, inBlocks(plan, blocks), rows, 1);
    one.weights().forEach((name, weight) -> assertClose(name, several.weight(name), weight));
    for (int i = 0; i < one.history().epochs().size(); i++) {
      Epoch expected = one.history().epochs().get(i);
      Epoch got = several.history().epochs().get(i);
      assertThat(got.values().get("loss")).isCloseTo(expected.values().get("loss"), within(1e-6));
      assertThat(got.terms().keySet()).isEqualTo(expected.terms().keySet());
      expected
          .terms()
          .forEach((name, mean) -> assertThat(got.terms().get(name)).isCloseTo(mean, within(1e-6)));
    }
  }

  private static void assertClose(String name, Tensor got, Tensor expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(got.floatAt(i)).as(name + " " + i).isCloseTo(expected.floatAt(i), within(2e-6f));
    }
  }

  @Test
  void aResumedRunEndsWithTheBitsOfAnUninterruptedOne() {
    TrainingPlan plan = inBlocks(Fixtures.plan(4), 4);
    Model whole = train(noisy(), plan, Fixtures.rows(90), 1);
    Fixtures.Memory store = new Fixtures.Memory();
    try (Engine engine = Fixtures.engine()) {
      TrainingJob job = TrainingJob.of(noisy(), plan.withEpochs(2), Fixtures.rows(90), engine);
      TRAINER.train(job.saved(store, false), TrainingListener.none());
      TrainingJob rest = TrainingJob.of(noisy(), plan, Fixtures.rows(90), engine);
      Model resumed = TRAINER.train(rest.saved(store, true), TrainingListener.none());
      assertThat(resumed).isEqualTo(whole);
    }
  }

  @Test
  void aCheckpointOfAnotherNumberOfBlocksIsRefused() {
    Fixtures.Memory store = new Fixtures.Memory();
    try (Engine engine = Fixtures.engine()) {
      TrainingPlan plan = inBlocks(Fixtures.plan(2), 4);
      TrainingJob job = TrainingJob.of(noisy(), plan, Fixtures.rows(90), engine);
      TRAINER.train(job.saved(store, false), TrainingListener.none());
      TrainingJob other =
          TrainingJob.of(noisy(), inBlocks(plan, 2).withEpochs(3), Fixtures.rows(90), engine);
      assertThatThrownBy(() -> TRAINER.train(other.saved(store, true), TrainingListener.none()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("resume");
    }
  }

  @Test
  void aDivergedRunNamesTheStep() {
    TrainingPlan explosive = inBlocks(Fixtures.plan(5, Map.of("sgd", Map.of("rate", 1e30))), 4);
    assertThatThrownBy(() -> train(Fixtures.model(1), explosive, Fixtures.rows(50), 1))
        .isInstanceOfSatisfying(DivergenceException.class, e -> assertThat(e.step()).isEqualTo(2));
  }

  @Test
  void aStepWhoseLossIsNoNumberLeavesEveryResidentAsItWas() {
    Model model = noisy();
    TrainingPlan plan = Fixtures.plan(1);
    TrainingFunctions functions = new TrainingFunctions(model, plan.objective());
    try (Engine engine = Fixtures.engine();
        Residents residents = engine.residents();
        Program apply = engine.compile(functions.apply(plan.rule()), residents);
        Program gradients = engine.compile(functions.gradients(plan.rule()), residents)) {
      model.weights().forEach(residents::put);
      functions.slots(plan.rule()).forEach(residents::put);
      Map<String, Tensor> before = new HashMap<>();
      residents.names().forEach(name -> before.put(name, residents.get(name)));
      BlockSums sums = new BlockSums();
      for (float cell : new float[] {1, 3e38f}) {
        Tensor x = Tensor.full(Shape.of(4, Tables.WIDTH), cell);
        sums.add(gradients.run(Feeds.of(gradients.function(), Map.of(ModelFunctions.X, x))));
      }
      Map<String, Tensor> inputs = new HashMap<>(sums.totals());
      inputs.put(TrainingFunctions.RATE, Tensor.scalar(0.1f));
      inputs.put(TrainingFunctions.T, Tensor.scalar(1f));
      float loss =
          apply.run(Feeds.of(apply.function(), inputs)).get(TrainingFunctions.LOSS).floatAt(0);
      assertThat(Float.isFinite(loss)).isFalse();
      before.forEach((name, value) -> assertThat(residents.get(name)).as(name).isEqualTo(value));
    }
  }
}
