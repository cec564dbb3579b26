package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.ConfigurationException;
import io.concertina.DivergenceException;
import io.concertina.data.Dataset;
import io.concertina.data.IndexedDataset;
import io.concertina.engine.EngineChoice;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Tensor;
import io.concertina.model.Epoch;
import io.concertina.model.Model;
import io.concertina.train.Trainer;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPhase;
import io.concertina.train.TrainingPlan;
import io.concertina.train.TrainingRows;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every trainer must do; extend it in a test and name a trainer.
 *
 * <p>On a small model with noise, a state and momentum, on the reference engine: the same job gives
 * the same bits, and another seed others; a run that is resumed from any of its checkpoints ends
 * with the bits of one that was never interrupted, in phases too, and a checkpoint of another run
 * is refused; a run that is cancelled keeps the model so far; validation rows never change weights;
 * the history is complete and continues the model's own; masked elements stay 0; a listener hears
 * everything in order; a listener that throws is named; the engine is closed however the run ends,
 * and the caller's datasets are not.
 *
 * <pre>{@code
 * class LocalTrainerTest extends TrainerContract {
 *   @Override
 *   protected Trainer trainer() {
 *     return new LocalTrainer();
 *   }
 * }
 * }</pre>
 */
public abstract class TrainerContract {

  /** The trainer to check; called for every run. */
  protected abstract Trainer trainer();

  private Model train(TrainingJob job) {
    return trainer().train(job, TrainingListener.none());
  }

  private Model train(TrainingPlan plan) {
    return train(RunFixture.job(plan));
  }

  @Test
  final void theSameJobGivesTheSameBits() {
    Model once = train(RunFixture.plan());
    assertThat(once.weights()).as("weights").isNotEqualTo(RunFixture.model().weights());
    assertThat(train(RunFixture.plan()).weights())
        .as("weights of a second run")
        .isEqualTo(once.weights());
  }

  @Test
  final void anotherSeedGivesOtherBits() {
    TrainingPlan plan = RunFixture.plan();
    TrainingPlan other =
        TrainingPlan.of(plan.objective(), plan.optimizer(), plan.epochs(), plan.batch(), 6);
    assertThat(train(other).weights())
        .as("weights of another seed")
        .isNotEqualTo(train(plan).weights());
  }

  @Test
  final void aResumedRunEndsAsOneThatWasNeverInterrupted() {
    RunFixture.Checkpoints all = new RunFixture.Checkpoints();
    Model whole = train(RunFixture.job(RunFixture.plan()).saved(all, false));
    assertThat(all.saved).as("checkpoints").hasSize(RunFixture.EPOCHS);
    for (int done = 1; done < RunFixture.EPOCHS; done++) {
      RunFixture.Checkpoints some = new RunFixture.Checkpoints();
      some.saved.addAll(all.saved.subList(0, done));
      Model resumed = train(RunFixture.job(RunFixture.plan()).saved(some, true));
      assertThat(resumed.weights())
          .as("weights of a run resumed after epoch %d", done)
          .isEqualTo(whole.weights());
      assertThat(resumed.history().epochs())
          .as("epochs of a run resumed after epoch %d", done)
          .isEqualTo(whole.history().epochs());
    }
  }

  @Test
  final void aCheckpointOfAnotherRunIsRefused() {
    RunFixture.Checkpoints store = new RunFixture.Checkpoints();
    train(RunFixture.job(RunFixture.plan()).saved(store, false));
    TrainingPlan plan = RunFixture.plan();
    TrainingPlan other =
        TrainingPlan.of(plan.objective(), plan.optimizer(), plan.epochs(), plan.batch(), 6);
    assertThatExceptionOfType(ConfigurationException.class)
        .as("a checkpoint of another seed")
        .isThrownBy(() -> train(RunFixture.job(other).saved(store, true)))
        .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1));
  }

  /** The second phase begins with the weights that the first one left. */
  @Test
  final void aRunInPhasesIsResumedInAnyOfThem() {
    TrainingPlan common = RunFixture.plan().withEpochs(2);
    TrainingPlan plan =
        common.with(List.of(TrainingPhase.of(common), TrainingPhase.of(common.withEpochs(1))));
    RunFixture.Checkpoints all = new RunFixture.Checkpoints();
    Model whole = train(RunFixture.job(plan).saved(all, false));
    assertThat(whole.history().epochs())
        .as("phase of each epoch")
        .extracting(epoch -> epoch.values().get("phase"))
        .containsExactly(1.0, 1.0, 2.0);
    for (int done = 1; done < 3; done++) {
      RunFixture.Checkpoints some = new RunFixture.Checkpoints();
      some.saved.addAll(all.saved.subList(0, done));
      assertThat(train(RunFixture.job(plan).saved(some, true)).weights())
          .as("weights of a run in phases resumed after epoch %d", done)
          .isEqualTo(whole.weights());
    }
  }

  /** Cancels within the second epoch. */
  @Test
  final void aCancelledRunKeepsTheModelSoFar() {
    TrainingListener impatient =
        new TrainingListener() {
          private long steps;

          @Override
          public void step(int epoch, long step, double loss) {
            steps++;
          }

          @Override
          public boolean cancelled() {
            return steps == RunFixture.steps() + 1;
          }
        };
    Model cancelled = trainer().train(RunFixture.job(RunFixture.plan()), impatient);
    assertThat(cancelled.history().epochs()).as("epochs of a cancelled run").hasSize(1);
    assertThat(cancelled.weights())
        .as("weights of a cancelled run")
        .isNotEqualTo(RunFixture.model().weights());
  }

  @Test
  final void validationRowsNeverChangeWeights() {
    Model without = train(RunFixture.plan());
    for (int seed = 2; seed <= 3; seed++) {
      TrainingJob job = RunFixture.job(RunFixture.plan()).validated(RunFixture.rows(seed));
      assertThat(train(job).weights())
          .as("weights of a run with validation rows")
          .isEqualTo(without.weights());
    }
  }

  @Test
  final void theHistoryIsComplete() {
    TrainingJob job = RunFixture.job(RunFixture.plan()).validated(RunFixture.rows(2));
    List<Epoch> epochs = train(job).history().epochs();
    assertThat(epochs)
        .as("epochs")
        .extracting(Epoch::number)
        .containsExactly(1, 2, 3, RunFixture.EPOCHS);
    for (Epoch epoch : epochs) {
      assertThat(epoch.values())
          .as("values of epoch %d", epoch.number())
          .containsKeys("loss", "distance", "rate", "val_loss", "val_distance");
      assertThat(epoch.terms())
          .as("terms of epoch %d", epoch.number())
          .containsKeys("reconstruction", "val_reconstruction");
      assertThat(epoch.values().values()).allSatisfy(value -> assertThat(value).isFinite());
    }
  }

  @Test
  final void theHistoryContinuesThatOfTheModel() {
    Model trained = train(RunFixture.plan());
    TrainingJob further =
        new TrainingJob(
            trained,
            RunFixture.plan().withEpochs(1),
            TrainingRows.of(RunFixture.rows(1)),
            RunFixture.engine(),
            TrainingJob.Saving.none());
    List<Epoch> epochs = train(further).history().epochs();
    assertThat(epochs).as("epochs of both runs").hasSize(RunFixture.EPOCHS + 1);
    assertThat(epochs.subList(0, RunFixture.EPOCHS)).isEqualTo(trained.history().epochs());
  }

  @Test
  final void maskedElementsStay0() {
    Model free = RunFixture.model();
    Tensor weight = free.weight(RunFixture.KERNEL);
    int[] bits = new int[weight.size()];
    Arrays.setAll(bits, i -> i % 2);
    Map<String, Tensor> masks = Map.of(RunFixture.KERNEL, Tensor.ofBooleans(weight.shape(), bits));
    Model trained =
        train(
            new TrainingJob(
                free.masked(masks),
                RunFixture.plan(),
                TrainingRows.of(RunFixture.rows(1)),
                RunFixture.engine(),
                TrainingJob.Saving.none()));
    assertThat(trained.masks()).as("masks").isEqualTo(masks);
    Tensor kernel = trained.weight(RunFixture.KERNEL);
    for (int i = 0; i < bits.length; i++) {
      assertThat(kernel.floatAt(i) != 0).as("element %d differs from 0", i).isEqualTo(bits[i] == 1);
    }
  }

  @Test
  final void aListenerHearsEverythingInOrder() {
    List<String> heard = new ArrayList<>();
    Model trained = trainer().train(RunFixture.job(RunFixture.plan()), new Recording(heard));
    List<String> expected = new ArrayList<>();
    expected.add("started " + RunFixture.EPOCHS + " " + RunFixture.steps() + " 0");
    for (int epoch = 1; epoch <= RunFixture.EPOCHS; epoch++) {
      for (int step = 1; step <= RunFixture.steps(); step++) {
        expected.add("step " + epoch + " " + step);
      }
      expected.add("epoch " + trained.history().epochs().get(epoch - 1));
    }
    assertThat(heard).as("what the listener heard").isEqualTo(expected);
  }

  /** Writes down what it hears. */
  private record Recording(List<String> heard) implements TrainingListener {
    @Override
    public void started(int epochs, long stepsPerEpoch, int done) {
      heard.add("started " + epochs + " " + stepsPerEpoch + " " + done);
    }

    @Override
    public void step(int epoch, long step, double loss) {
      heard.add("step " + epoch + " " + step);
    }

    @Override
    public void epoch(Epoch epoch) {
      heard.add("epoch " + epoch);
    }
  }

  @Test
  final void aListenerThatThrowsIsNamed() {
    TrainingListener broken =
        new TrainingListener() {
          @Override
          public void epoch(Epoch epoch) {
            throw new IllegalStateException("no disk");
          }
        };
    assertThatExceptionOfType(ConfigurationException.class)
        .as("a listener that throws")
        .isThrownBy(() -> trainer().train(RunFixture.job(RunFixture.plan()), broken))
        .withMessageContaining(broken.getClass().getName())
        .withMessageContaining("no disk");
  }

  @Test
  final void theEngineIsClosedHoweverTheRunEnds() {
    RunFixture.CountingFactory factory = new RunFixture.CountingFactory();
    EngineChoice counted = new EngineChoice(factory, EngineOptions.defaults());
    TrainingRows rows = TrainingRows.of(RunFixture.rows(1));
    train(
        new TrainingJob(
            RunFixture.model(), RunFixture.plan(), rows, counted, TrainingJob.Saving.none()));
    assertThat(factory.opened()).as("engines opened").isPositive();
    assertThat(factory.open()).as("engines left open").isZero();
    assertThatExceptionOfType(DivergenceException.class)
        .as("a loss that overflows")
        .isThrownBy(
            () ->
                train(
                    new TrainingJob(
                        RunFixture.model(),
                        RunFixture.diverging(),
                        rows,
                        counted,
                        TrainingJob.Saving.none())));
    assertThat(factory.open()).as("engines left open by a run that failed").isZero();
  }

  @Test
  final void theCallersDatasetsStayOpen() {
    List<String> closed = new ArrayList<>();
    Dataset training = watched(RunFixture.rows(1), "training", closed);
    Dataset validation = watched(RunFixture.rows(2), "validation", closed);
    train(
        new TrainingJob(
            RunFixture.model(),
            RunFixture.plan(),
            TrainingRows.of(training).validated(validation),
            RunFixture.engine(),
            TrainingJob.Saving.none()));
    assertThat(closed).as("datasets that the trainer closed").isEmpty();
  }

  /** The same rows, which say when they are closed. */
  private static Dataset watched(Dataset rows, String name, List<String> closed) {
    return (Dataset)
        Proxy.newProxyInstance(
            TrainerContract.class.getClassLoader(),
            new Class<?>[] {IndexedDataset.class},
            (_, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed.add(name);
                return null;
              }
              try {
                return method.invoke(rows, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
