package io.concertina.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.data.Schema;
import io.concertina.model.Epoch;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import io.concertina.train.CheckpointStore;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.workflow.file.DataFiles;
import io.concertina.workflow.file.DataPlan;
import io.concertina.workflow.file.StreamPlan;
import io.concertina.workflow.file.StreamSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {

  private final Registry registry = TrainedWaves.REGISTRY;

  @TempDir private Path folder;
  private TrainedWaves waves;

  @BeforeEach
  void writeFiles() throws IOException {
    waves = TrainedWaves.in(folder);
  }

  @Test
  void aSessionGivesTheModelItsTrainingAndItsTest() {
    try (TrainingSession session = waves.training(3).open()) {
      Model initial = session.initial();
      Model trained =
          session.train(
              initial, TrainedWaves.ENGINE, TrainingJob.Saving.none(), TrainingListener.none());
      assertThat(initial.history().epochs()).isEmpty();
      assertThat(trained.history().epochs()).hasSize(3);
      assertThat(trained.history().epochs().getLast().values()).containsKey("val_loss");
      assertThat(session.test(trained, TrainedWaves.ENGINE).orElseThrow())
          .containsKeys("loss", "mse");
    }
  }

  @Test
  void aRunThatGoesOnFromACheckpointEndsWithTheSameBits() {
    CheckpointStore store = registry.checkpointFormat("concertina").in(folder.resolve("saved"));
    Model whole = waves.training(4).run(TrainedWaves.ENGINE, TrainingListener.none());
    try (TrainingSession session = waves.training(4).open()) {
      TrainingListener afterTwo =
          new TrainingListener() {
            private boolean done;

            @Override
            public void epoch(Epoch epoch) {
              done = epoch.number() == 2;
            }

            @Override
            public boolean cancelled() {
              return done;
            }
          };
      session.train(
          session.initial(), TrainedWaves.ENGINE, new TrainingJob.Saving(store, false), afterTwo);
      Model resumed =
          session.train(
              session.initial(),
              TrainedWaves.ENGINE,
              new TrainingJob.Saving(store, true),
              TrainingListener.none());
      assertThat(resumed.weights()).isEqualTo(whole.weights());
    }
  }

  @Test
  void labelsAreNoFeatures() {
    StreamPlan streams = StreamPlan.numbers().with(Schema.LABEL, StreamSource.columns("label"));
    DataPlan data = DataPlan.of(waves.test()).with(streams);
    Training training = Training.of(registry, data, TrainedWaves.design(), TrainedWaves.plan(1));
    try (TrainingSession session = training.open()) {
      assertThat(session.initial().columns()).containsExactly("a", "b", "c", "d");
    }
  }

  @Test
  void rowsBesideTheTrainingRowsHaveTheirColumns() throws IOException {
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b,c\n1,2,3\n");
    DataPlan data = DataPlan.of(DataFiles.of(waves.train()).tested(other));
    Training training = Training.of(registry, data, TrainedWaves.design(), TrainedWaves.plan(1));
    assertThatThrownBy(training::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected the training rows' columns [a, b, c, d]");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("none.csv");
    Training training =
        Training.of(registry, DataPlan.of(missing), TrainedWaves.design(), TrainedWaves.plan(1));
    assertThatThrownBy(training::open)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(missing + ": expected a file, got nothing there");
  }

  @Test
  void withoutRowsThereIsNoTraining() {
    DataFiles none =
        new DataFiles(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    Training training =
        Training.of(registry, DataPlan.of(none), TrainedWaves.design(), TrainedWaves.plan(1));
    assertThatThrownBy(training::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("data.train: expected a file, got none");
  }
}
