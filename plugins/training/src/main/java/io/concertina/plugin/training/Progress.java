package io.concertina.plugin.training;

import io.concertina.ConfigurationException;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorSource;
import io.concertina.ir.TensorType;
import io.concertina.train.Checkpoint;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingRows;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Moves a run into checkpoints and back. */
final class Progress {

  private final TrainingJob job;
  private final Residents residents;
  private final TrainingListener listener;
  private final Optional<Fingerprint> fingerprint;
  private final PhasePlace place;
  private final String phase;

  Progress(
      TrainingJob job,
      PhasePlace place,
      List<Function> step,
      TrainingRows rows,
      Residents residents,
      TrainingListener listener) {
    this.job = job;
    this.place = place;
    this.phase = place.text();
    this.residents = residents;
    this.listener = listener;
    this.fingerprint =
        job.saving().resume() || job.saving().checkpoints().keeps()
            ? Optional.of(Fingerprint.of(step, job.plan(), rows))
            : Optional.empty();
  }

  void save(TrainingRun run) {
    if (!job.saving().checkpoints().keeps()) {
      return;
    }
    job.saving()
        .checkpoints()
        .save(
            new Checkpoint(
                fingerprint.orElseThrow().text() + phase,
                run.steps(),
                place.carried().isEmpty() ? residents : new Joined(residents, place.carried()),
                run.best(),
                run.history(),
                run.counters()));
  }

  /** Continues from the newest checkpoint, if there is one; returns the epochs done. */
  int restore(TrainingRun run) {
    Optional<Checkpoint> newest = job.saving().checkpoints().newest();
    if (newest.isEmpty()) {
      return 0;
    }
    Checkpoint checkpoint = newest.get();
    check(checkpoint);
    TensorSource kept = checkpoint.residents();
    for (String name : kept.names()) {
      if (!place.carried().containsKey(name)) {
        residents.put(name, kept.view(name));
      }
    }
    run.restore(checkpoint.step(), checkpoint.history(), checkpoint.best(), checkpoint.progress());
    return checkpoint.history().epochs().size() - job.model().history().epochs().size();
  }

  private void check(Checkpoint checkpoint) {
    Fingerprint expected = fingerprint.orElseThrow();
    if (!matches(expected, checkpoint.fingerprint())) {
      throw new ConfigurationException(
          "resume",
          "a checkpoint of this run (" + expected.text() + phase + ")",
          checkpoint.fingerprint() + "; use the run's own configuration or start anew");
    }
    if (Fingerprint.isOfVersion1(checkpoint.fingerprint())) {
      checkResidents(checkpoint.residents());
      listener.note(
          "the checkpoint is of an earlier release: whether layers and update rule are the same is"
              + " told by the names and shapes of their values alone");
    }
  }

  private boolean matches(Fingerprint expected, String text) {
    return text.endsWith(phase)
        && expected.matches(text.substring(0, text.length() - phase.length()));
  }

  private void checkResidents(TensorSource kept) {
    Map<String, TensorType> expected = types(residents);
    Map<String, TensorType> found = types(kept);
    Set<String> names = new TreeSet<>(expected.keySet());
    names.addAll(found.keySet());
    for (String name : names) {
      if (!Objects.equals(expected.get(name), found.get(name))) {
        throw new ConfigurationException(
            "resume",
            "a checkpoint with " + told(expected, name),
            told(found, name) + "; use the run's own configuration or start anew");
      }
    }
  }

  private static Map<String, TensorType> types(TensorSource tensors) {
    Map<String, TensorType> types = new TreeMap<>();
    tensors.names().forEach(name -> types.put(name, tensors.view(name).type()));
    return types;
  }

  private static String told(Map<String, TensorType> types, String name) {
    return types.containsKey(name) ? name + " " + types.get(name) : "no " + name;
  }

  /**
   * The residents of a part, and what the whole model has beside it.
   *
   * @param own of the part
   * @param others by names that are none of the part's
   */
  private record Joined(TensorSource own, Map<String, Tensor> others) implements TensorSource {

    @Override
    public Set<String> names() {
      Set<String> names = new TreeSet<>(own.names());
      names.addAll(others.keySet());
      return names;
    }

    @Override
    public Tensor view(String name) {
      Tensor other = others.get(name);
      return other == null ? own.view(name) : other;
    }
  }
}
