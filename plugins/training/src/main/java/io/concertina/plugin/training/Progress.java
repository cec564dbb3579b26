package io.concertina.plugin.training;

import io.concertina.ConfigurationException;
import io.concertina.data.Dataset;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.TensorSource;
import io.concertina.train.Checkpoint;
import io.concertina.train.TrainingJob;
import java.util.List;
import java.util.Optional;

/** Moves a run into checkpoints and back. */
final class Progress {

  private final TrainingJob job;
  private final Residents residents;
  private final String fingerprint;

  Progress(TrainingJob job, List<Function> step, Dataset training, Residents residents) {
    this.job = job;
    this.residents = residents;
    this.fingerprint =
        job.saving().resume() || job.saving().checkpoints().keeps() ? Fingerprint.of(step, job.plan(), training) : "";
  }

  void save(TrainingRun run) {
    if (!job.saving().checkpoints().keeps()) {
      return;
    }
    job.saving().checkpoints()
        .save(
            new Checkpoint(
                fingerprint, run.steps(), residents, run.best(), run.history(), run.counters()));
  }

  /** Continues from the newest checkpoint, if there is one; returns the epochs done. */
  int restore(TrainingRun run) {
    Optional<Checkpoint> newest = job.saving().checkpoints().newest();
    if (newest.isEmpty()) {
      return 0;
    }
    Checkpoint checkpoint = newest.get();
    if (!checkpoint.fingerprint().equals(fingerprint)) {
      throw new ConfigurationException(
          "resume",
          "a checkpoint of this run (" + fingerprint + ")",
          checkpoint.fingerprint() + "; use the run's own configuration or start anew");
    }
    TensorSource kept = checkpoint.residents();
    kept.names().forEach(name -> residents.put(name, kept.view(name)));
    run.restore(checkpoint.step(), checkpoint.history(), checkpoint.best(), checkpoint.progress());
    return checkpoint.history().epochs().size() - job.model().history().epochs().size();
  }
}
