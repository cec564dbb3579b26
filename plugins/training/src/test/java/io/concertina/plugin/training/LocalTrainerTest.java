package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.DivergenceException;
import io.concertina.data.Dataset;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorSource;
import io.concertina.model.Epoch;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.spi.Registry;
import io.concertina.train.Batching;
import io.concertina.train.Checkpoint;
import io.concertina.train.CheckpointStore;
import io.concertina.train.EarlyStopping;
import io.concertina.train.PlateauRate;
import io.concertina.train.Shuffle;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalTrainerTest {

  private final LocalTrainer trainer = new LocalTrainer();
  private final Engine engine = Fixtures.engine();

  @AfterEach
  void close() {
    engine.close();
  }

  private Model train(TrainingPlan plan, Dataset rows) {
    return trainer.train(
        TrainingJob.of(Fixtures.model(1), plan, rows, engine), TrainingListener.none());
  }

  private Model train(TrainingPlan plan, CheckpointStore store, boolean resume) {
    return train(plan, store, resume, TrainingListener.none());
  }

  private Model train(
      TrainingPlan plan, CheckpointStore store, boolean resume, TrainingListener listener) {
    TrainingJob job =
        TrainingJob.of(Fixtures.model(1), plan, Fixtures.rows(100), engine).saved(store, resume);
    return trainer.train(job, listener);
  }

  /** The example of this module's README. */
  @Test
  void theReadmeExampleTrains() {
    Registry registry = Fixtures.REGISTRY;
    Model model = Fixtures.model(1);
    TrainingPlan plan = Fixtures.plan(2);
    Dataset rows = Fixtures.rows(50);
    CheckpointStore checkpoints = CheckpointStore.none();
    TrainingJob job = TrainingJob.of(model, plan, rows, engine).saved(checkpoints, true);
    Model trained = registry.trainer("local").train(job, TrainingListener.none());
    assertThat(trained.history().epochs()).hasSize(2);
  }

  @Test
  void theLossFallsToTheNoiseThatDropoutLeaves() {
    Model trained = train(Fixtures.plan(40), Fixtures.rows(200));
    List<Epoch> epochs = trained.history().epochs();
    assertThat(epochs).hasSize(40);
    assertThat(epochs.getLast().values().get("loss"))
        .isLessThan(epochs.getFirst().values().get("loss") / 5);
    assertThat(epochs.getLast().values()).containsKeys("loss", "mae", "rate");
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
    Model once = train(Fixtures.plan(2), Fixtures.rows(50));
    Model again = train(Fixtures.plan(2), Fixtures.rows(50));
    assertThat(again.weights()).isEqualTo(once.weights());
    TrainingPlan plan = Fixtures.plan(2);
    TrainingPlan other =
        TrainingPlan.of(plan.objective(), plan.optimizer(), plan.epochs(), plan.batch(), 4);
    assertThat(train(other, Fixtures.rows(50)).weights()).isNotEqualTo(once.weights());
  }

  @Test
  void theEpochLossWeighsBatchesByTheirRows() {
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(int epoch, long step, double loss) {
            losses.add(loss);
          }
        };
    TrainingJob job =
        TrainingJob.of(Fixtures.model(1), Fixtures.plan(1), Fixtures.rows(20), engine);
    double loss = trainer.train(job, listener).history().epochs().getFirst().values().get("loss");
    assertThat(losses).hasSize(2);
    assertThat(loss).isCloseTo((losses.get(0) * 16 + losses.get(1) * 4) / 20, within(1e-12));
  }

  @Test
  void theLastRowsValidateAndDoNotTrain() {
    TrainingPlan split = Fixtures.plan(2).withValidationSplit(0.25);
    Dataset rows = Fixtures.rows(80);
    Model trained = train(split, rows);
    Model onFront = train(Fixtures.plan(2), rows.rows(0, 60));
    assertThat(trained.weights()).isEqualTo(onFront.weights());
    assertThat(trained.history().epochs().getLast().values()).containsKeys("val_loss", "val_mae");
  }

  @Test
  void aStreamedDatasetInOrderTrainsAsOneInMemory() {
    TrainingPlan plan = Fixtures.plan(2);
    TrainingPlan inOrder = plan.with(plan.batching().with(Shuffle.NONE));
    Dataset rows = Fixtures.rows(50);
    assertThat(train(inOrder, Fixtures.streamed(rows, 3)).weights())
        .isEqualTo(train(inOrder, rows).weights());
  }

  @Test
  void aResumedRunEndsWithTheBitsOfAnUninterruptedOne() {
    Model whole = train(Fixtures.plan(6), CheckpointStore.none(), false);
    Fixtures.Memory store = new Fixtures.Memory();
    train(Fixtures.plan(3), store, false);
    Model resumed = train(Fixtures.plan(6), store, true);
    assertThat(resumed.weights()).isEqualTo(whole.weights());
    assertThat(resumed.history()).isEqualTo(whole.history());
  }

  @Test
  void aCheckpointOfAnotherRunIsRefused() {
    Fixtures.Memory store = new Fixtures.Memory();
    train(Fixtures.plan(1), store, false);
    TrainingPlan other = Fixtures.plan(2, "sgd");
    assertThatThrownBy(() -> train(other, store, true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("resume")
        .hasMessageContaining("start anew");
  }

  @Test
  void aCheckpointOfVersion1IsContinuedWithOneNote() {
    Fixtures.Memory store = ofVersion1(Fixtures.plan(3));
    List<String> notes = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }
        };
    Model resumed = train(Fixtures.plan(6), store, true, listener);
    assertThat(resumed.history())
        .isEqualTo(train(Fixtures.plan(6), CheckpointStore.none(), false).history());
    assertThat(notes).singleElement().asString().contains("of an earlier release");
  }

  @Test
  void aCheckpointOfVersion1WithOtherTensorsIsRefused() {
    Fixtures.Memory store = ofVersion1(Fixtures.plan(1));
    TrainingPlan other = Fixtures.plan(2, Map.of("sgd", Map.of("rate", 0.01)));
    assertThatThrownBy(() -> train(other, store, true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("resume: expected a checkpoint with ")
        .hasMessageContaining("decoder/dense_1/bias")
        .hasMessageContaining("start anew");
  }

  /** Checkpoints of a run, their fingerprints as in version 1 with the hash of another step. */
  private Fixtures.Memory ofVersion1(TrainingPlan plan) {
    Fixtures.Memory store = new Fixtures.Memory();
    train(plan, store, false);
    store.saved.replaceAll(
        saved ->
            new Checkpoint(
                saved
                    .fingerprint()
                    .replace("version 2, ", "")
                    .replaceAll("optimizer [0-9a-f]{8}", "optimizer 00000000"),
                saved.step(),
                saved.residents(),
                saved.best(),
                saved.history(),
                saved.progress()));
    return store;
  }

  @Test
  void earlyStoppingEndsTheRunAndRestoresTheBestEpoch() {
    Fixtures.Memory store = new Fixtures.Memory();
    TrainingPlan plan = Fixtures.plan(30, Map.of("sgd", Map.of("rate", 1e-12)));
    TrainingPlan stopping =
        plan.withValidationSplit(0.2).with(new EarlyStopping("val_loss", 3, 10, true));
    List<Integer> restored = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void restored(int epoch) {
            restored.add(epoch);
          }
        };
    TrainingJob job =
        TrainingJob.of(Fixtures.model(1), stopping, Fixtures.rows(100), engine).saved(store, false);
    Model trained = trainer.train(job, listener);
    assertThat(restored).containsExactly(1);
    assertThat(trained.history().epochs()).hasSize(4);
    assertThat(TensorSource.of(trained.weights())).isEqualTo(store.saved.getFirst().best());
  }

  @Test
  void theRateFallsOnAPlateauButNotBelowItsMinimum() {
    TrainingPlan plan = Fixtures.plan(6, Map.of("sgd", Map.of("rate", 1e-12)));
    TrainingPlan lowering = plan.with(new PlateauRate("loss", 0.1, 1, 10, 2e-14));
    List<Double> rates =
        train(lowering, Fixtures.rows(50)).history().epochs().stream()
            .map(epoch -> epoch.values().get("rate"))
            .toList();
    assertThat(rates.get(0)).isEqualTo(1e-12);
    assertThat(rates.get(2)).isCloseTo(1e-13, within(1e-20));
    assertThat(rates.get(5)).isEqualTo(2e-14);
  }

  @Test
  void anUnknownMonitorIsRefusedBeforeTheRun() {
    assertThatThrownBy(() -> train(watching("val_los", 0.5), Fixtures.rows(10)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "training.early_stopping.monitor: unknown value val_los; did you mean val_loss?");
  }

  @Test
  void aValidationValueWithoutValidationRowsIsRefusedWithWhatToSet() {
    assertThatThrownBy(() -> train(watching("val_mae", 0), Fixtures.rows(10)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "training.early_stopping.monitor: expected a value of this run, got val_mae, which"
                + " needs validation rows; set data.validation or training.validation_split, or"
                + " monitor mae");
  }

  @Test
  void aSplitThatLeavesOneSideEmptyIsRefused() {
    for (double split : new double[] {0.99, 0.01}) {
      assertThatThrownBy(
              () -> train(Fixtures.plan(1).withValidationSplit(split), Fixtures.rows(10)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("training.validation_split: expected a share that leaves rows");
    }
  }

  @Test
  void aBatchLargerThanTheRowsIsAllOfThem() {
    TrainingPlan plan = Fixtures.plan(2);
    assertThat(train(batches(plan, Integer.MAX_VALUE), Fixtures.rows(50)).weights())
        .isEqualTo(train(batches(plan, 50), Fixtures.rows(50)).weights());
  }

  private static TrainingPlan batches(TrainingPlan plan, int batch) {
    return plan.with(Batching.of(batch));
  }

  /** With early stopping that monitors a value. */
  private static TrainingPlan watching(String monitor, double split) {
    return Fixtures.plan(1).withValidationSplit(split).with(new EarlyStopping(monitor, 1, 0, true));
  }

  @Test
  void aDivergedRunNamesTheStepAtWhichTheLossOverflowed() {
    TrainingPlan explosive = Fixtures.plan(5, Map.of("sgd", Map.of("rate", 1e30)));
    assertThatThrownBy(() -> train(explosive, Fixtures.rows(50)))
        .isInstanceOfSatisfying(
            DivergenceException.class,
            e -> {
              assertThat(e.step()).isEqualTo(2);
              assertThat(e.layer()).isEqualTo("loss");
            })
        .hasMessageContaining("lower the learning rate");
  }

  @Test
  void aDivergedRunNamesTheFirstLayerThatOverflowed() {
    ModelSpec spec =
        ModelSpec.read(
            "model",
            Shape.of(6),
            List.of(Map.of("dense", Map.of("units", 2, "activation", "tanh"))),
            List.of(
                Map.of(
                    "dense",
                    Map.of("kernel_initializer", Map.of("constant", Map.of("value", 3e38))))),
            Fixtures.REGISTRY);
    Model model = Model.initial(spec, Preprocessing.none(Shape.of(6)), 1);
    Dataset rows = MemoryDataset.of("large", Tensor.full(Shape.of(4, 6), 1e6f));
    TrainingJob job = TrainingJob.of(model, Fixtures.plan(1), rows, engine);
    assertThatThrownBy(() -> trainer.train(job, TrainingListener.none()))
        .isInstanceOfSatisfying(
            DivergenceException.class,
            e -> {
              assertThat(e.step()).isEqualTo(1);
              assertThat(e.layer()).isEqualTo("decoder/dense_1");
            });
  }

  @Test
  void aMissingValueInTheDataIsReportedAsInput() {
    float[] elements = new float[6 * 4];
    elements[8] = Float.NaN;
    Dataset rows = MemoryDataset.of("gap", Tensor.view(Shape.of(4, 6), elements));
    assertThatThrownBy(() -> train(Fixtures.plan(1), rows))
        .isInstanceOfSatisfying(
            DivergenceException.class, e -> assertThat(e.layer()).isEqualTo("input"));
  }

  @Test
  void aCancelledRunKeepsTheEpochsThatWereDone() {
    TrainingListener impatient =
        new TrainingListener() {
          private int epochs;

          @Override
          public void epoch(Epoch epoch) {
            epochs++;
          }

          @Override
          public boolean cancelled() {
            return epochs == 2;
          }
        };
    TrainingJob job =
        TrainingJob.of(Fixtures.model(1), Fixtures.plan(9), Fixtures.rows(50), engine);
    assertThat(trainer.train(job, impatient).history().epochs()).hasSize(2);
  }

  @Test
  void rowsOfAnotherShapeAreRefused() {
    Dataset narrow = MemoryDataset.of("narrow", Tensor.full(Shape.of(4, 5), 1));
    assertThatThrownBy(() -> train(Fixtures.plan(1), narrow))
        .isInstanceOf(DataException.class)
        .hasMessage("narrow: expected rows [6] of x like the model's input, got [5]");
  }
}
