package io.concertina.plugin.training;

import io.concertina.engine.Engine;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorSource;
import io.concertina.model.Epoch;
import io.concertina.model.History;
import io.concertina.model.Masks;
import io.concertina.model.Model;
import io.concertina.train.Checkpoint;
import io.concertina.train.Pruning;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPhase;
import io.concertina.train.TrainingRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The pieces of a job, run one after the other; each begins with the weights that the one before
 * left.
 */
final class Phases {

  private final TrainingJob job;
  private final List<TrainingPhase> pieces;
  private final Engine engine;
  private final TrainingListener listener;

  Phases(TrainingJob job, Engine engine, TrainingListener listener) {
    this.job = job;
    this.pieces = job.plan().pieces();
    this.engine = engine;
    this.listener = listener;
  }

  Model run() {
    Optional<Checkpoint> begun = begun();
    int phase = begun.map(Phases::phase).orElse(1);
    Model model = begun.map(this::interrupted).orElse(job.model());
    PhasePlace place = place(begun, phase);
    check(phase);
    boolean resumes = job.saving().resume();
    while (true) {
      TrainingJob piece =
          new TrainingJob(
              model,
              pieces.get(phase - 1).plan(),
              job.rows(),
              job.engine(),
              new TrainingJob.Saving(job.saving().checkpoints(), resumes));
      try (TrainingRun run = new TrainingRun(piece, place, engine, listener)) {
        model = run.run();
        if (run.cancelled() || phase == pieces.size()) {
          return model;
        }
        place = next(place, run, model.history());
      }
      phase++;
      resumes = false;
    }
  }

  /** Later phases are refused before the first one is run. */
  private void check(int phase) {
    TrainingRows rows = job.rows().split(job.plan().batching());
    for (TrainingPhase later : pieces.subList(phase, pieces.size())) {
      new JobCheck(job.model(), later.plan(), rows).run();
      step(later);
    }
  }

  private PhasePlace place(Optional<Checkpoint> begun, int phase) {
    int planned = job.plan().epochs();
    if (pieces.size() == 1 && job.plan().phases().isEmpty()) {
      return PhasePlace.first(OptionalInt.empty(), planned);
    }
    return begun
        .map(kept -> PhasePlace.read(kept.progress(), phase, planned, past(phase)))
        .orElse(PhasePlace.first(OptionalInt.of(1), planned));
  }

  private PhasePlace next(PhasePlace before, TrainingRun done, History history) {
    int number = before.number().orElseThrow() + 1;
    boolean continues = pieces.get(number - 1).continues();
    return new PhasePlace(
        OptionalInt.of(number),
        before.planned(),
        history.epochs().size() - job.model().history().epochs().size(),
        before.steps() + done.steps(),
        continues ? before.age() + done.steps() : 0,
        continues ? done.slots() : Map.of(),
        past(number));
  }

  private String past(int phase) {
    StringBuilder text = new StringBuilder();
    for (TrainingPhase before : pieces.subList(0, phase - 1)) {
      text.append(Fingerprint.past(step(before), before));
    }
    return text.isEmpty() ? "" : " after " + Fingerprint.hash(text.toString());
  }

  private Function step(TrainingPhase phase) {
    Model model =
        phase
            .plan()
            .pruner()
            .map(rule -> new LearningPruner(rule, phase.plan().rule().layers()))
            .map(rule -> Pruning.prepare(rule, job.model()))
            .orElse(job.model());
    return new TrainingFunctions(model, phase.plan().objective(), job.rows().training().schema())
        .step(phase.plan().rule());
  }

  // --- a checkpoint of a later phase -----------------------------------------------------------

  private Optional<Checkpoint> begun() {
    return job.saving().resume() && !job.plan().phases().isEmpty()
        ? job.saving()
            .checkpoints()
            .newest()
            .filter(kept -> phase(kept) > 1 && phase(kept) <= pieces.size())
        : Optional.empty();
  }

  private static int phase(Checkpoint kept) {
    return kept.progress().getOrDefault(PhasePlace.PHASE, 1.0).intValue();
  }

  /**
   * The model of a checkpoint, with the history of the phases before. That of another model is
   * refused by its fingerprint.
   */
  private Model interrupted(Checkpoint checkpoint) {
    TensorSource kept = checkpoint.residents();
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Map<String, Tensor> masks = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> weight : job.model().weights().entrySet()) {
      String name = weight.getKey();
      if (!kept.names().contains(name)
          || !kept.view(name).type().equals(weight.getValue().type())) {
        return job.model();
      }
      weights.put(name, kept.view(name));
      if (kept.names().contains(Masks.resident(name))) {
        masks.put(name, kept.view(Masks.resident(name)));
      }
    }
    List<Epoch> epochs = checkpoint.history().epochs();
    int before = job.model().history().epochs().size() + PhasePlace.epochs(checkpoint.progress());
    return job.model()
        .with(weights, masks, new History(epochs.subList(0, Math.min(before, epochs.size()))));
  }
}
