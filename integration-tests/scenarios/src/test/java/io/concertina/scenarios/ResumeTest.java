package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.MemoryDataset;
import io.concertina.engine.Engine;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import io.concertina.train.CheckpointStore;
import io.concertina.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was interrupted ends with the bits of one that was not, on the native engine. */
class ResumeTest {

  private static final int EPOCHS = 6;
  private static final int HALF = 3;

  @TempDir private Path directory;

  private final Recipe recipe = Recipes.noisyDigits();
  private final MemoryDataset rows = Digits.train();

  @Test
  void threeEpochsAndThreeMoreEqualSix() {
    run(HALF, checkpoints(), TrainingListener.none());
    Model resumed = run(EPOCHS, checkpoints(), TrainingListener.none());
    assertThat(resumed.weights()).isEqualTo(uninterrupted().weights());
    assertThat(resumed.history()).isEqualTo(uninterrupted().history());
  }

  @Test
  void stepsOfAnEpochThatWasNotFinishedLeaveNoTrace() {
    Model cancelled = run(EPOCHS, checkpoints(), new CancelsInEpoch(HALF + 1));
    assertThat(cancelled.history().epochs()).hasSize(HALF);
    List<Integer> repeated = new ArrayList<>();
    Model resumed =
        run(
            EPOCHS,
            checkpoints(),
            new TrainingListener() {
              @Override
              public void started(int epochs, long stepsPerEpoch, int done) {
                repeated.add(done);
              }
            });
    assertThat(repeated).containsExactly(HALF);
    assertThat(resumed.weights()).isEqualTo(uninterrupted().weights());
  }

  /** The same files each time, as a process finds them that comes after. */
  private CheckpointStore checkpoints() {
    return Registry.load().checkpointFormat("concertina").in(directory);
  }

  private Model uninterrupted() {
    return run(EPOCHS, CheckpointStore.none(), TrainingListener.none());
  }

  private Model run(int epochs, CheckpointStore store, TrainingListener listener) {
    try (Engine engine = Engines.scalar()) {
      return recipe.resume(rows, epochs, engine, store, listener);
    }
  }

  /** Cancels after ten steps of an epoch. */
  private static final class CancelsInEpoch implements TrainingListener {
    private final int number;
    private boolean cancelled;

    CancelsInEpoch(int number) {
      this.number = number;
    }

    @Override
    public void step(int epoch, long step, double loss) {
      cancelled = epoch == number && step == 10;
    }

    @Override
    public boolean cancelled() {
      return cancelled;
    }
  }
}
