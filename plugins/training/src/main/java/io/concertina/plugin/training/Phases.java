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
import io.concertina.train.TrainingPlan;
import io.concertina.train.TrainingRows;
import java.util.ArrayList;
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
  private final List<Piece> pieces;
  private final Engine engine;
  private final TrainingListener listener;

  Phases(TrainingJob job, Engine engine, TrainingListener listener) {
    this.job = job;
    this.pieces = pieces(job);
    this.engine = engine;
    this.listener = listener;
  }

  private static List<Piece> pieces(TrainingJob job) {
    List<Piece> pieces = new ArrayList<>();
    job.plan().pretraining().ifPresent(before -> pieces.addAll(LayerPair.of(job, before)));
    job.plan().pieces().forEach(phase -> pieces.add(new WholeModel(phase, job.rows())));
    return pieces;
  }

  Model run() {
    Optional<Checkpoint> begun = begun();
    int phase = begun.map(Phases::phase).orElse(1);
    Model model = begun.map(this::interrupted).orElse(job.model());
    PhasePlace place = place(begun, phase);
    check(phase);
    boolean resumes = job.saving().resume();
    while (true) {
      Piece piece = pieces.get(phase - 1);
      Model part = piece.part(model);
      PhasePlace here = place.carrying(others(model, part));
      try (PieceRows rows = piece.rows(model, engine);
          TrainingRun run =
              new TrainingRun(job(piece, part, rows, resumes), here, engine, listener)) {
        model = piece.joined(model, run.run());
        if (run.cancelled() || phase == pieces.size()) {
          return model;
        }
        place = next(here, run, model.history());
      }
      phase++;
      resumes = false;
    }
  }

  private TrainingJob job(Piece piece, Model part, PieceRows rows, boolean resumes) {
    TrainingJob.Saving saving = new TrainingJob.Saving(job.saving().checkpoints(), resumes);
    return new TrainingJob(part, piece.phase().plan(), rows.rows(), job.engine(), saving);
  }

  /** What a checkpoint has to keep of a model beside the part that is trained. */
  private static Map<String, Tensor> others(Model whole, Model part) {
    Map<String, Tensor> others = new LinkedHashMap<>(whole.weights());
    whole.masks().forEach((name, mask) -> others.put(Masks.resident(name), mask));
    part.weights().keySet().forEach(others::remove);
    part.masks().keySet().forEach(name -> others.remove(Masks.resident(name)));
    return others;
  }

  /** Later phases are refused before the first one is run. */
  private void check(int phase) {
    TrainingRows rows = job.rows().split(job.plan().batching());
    for (Piece later : pieces.subList(phase, pieces.size())) {
      if (later instanceof WholeModel) {
        new JobCheck(job.model(), later.phase().plan(), rows).run();
      }
      step(later);
    }
  }

  private PhasePlace place(Optional<Checkpoint> begun, int phase) {
    int planned = pieces.stream().mapToInt(piece -> piece.phase().plan().epochs()).sum();
    if (!several()) {
      return PhasePlace.first(OptionalInt.empty(), planned);
    }
    return begun
        .map(kept -> PhasePlace.read(kept.progress(), phase, planned, past(phase)))
        .orElse(PhasePlace.first(OptionalInt.of(1), planned));
  }

  private PhasePlace next(PhasePlace before, TrainingRun done, History history) {
    int number = before.number().orElseThrow() + 1;
    boolean continues = pieces.get(number - 1).phase().continues();
    return new PhasePlace(
        OptionalInt.of(number),
        before.planned(),
        history.epochs().size() - job.model().history().epochs().size(),
        before.steps() + done.steps(),
        continues ? before.age() + done.steps() : 0,
        continues ? done.slots() : Map.of(),
        past(number),
        Map.of());
  }

  private String past(int phase) {
    StringBuilder text = new StringBuilder();
    for (Piece before : pieces.subList(0, phase - 1)) {
      text.append(Fingerprint.past(step(before), before.phase()));
    }
    return text.isEmpty() ? "" : " after " + Fingerprint.hash(text.toString());
  }

  private Function step(Piece piece) {
    TrainingPlan plan = piece.phase().plan();
    Model part = piece.part(job.model());
    Model model =
        plan.pruner()
            .map(rule -> new LearningPruner(rule, plan.rule().layers()))
            .map(rule -> Pruning.prepare(rule, part))
            .orElse(part);
    return new TrainingFunctions(model, plan.objective(), piece.schema()).step(plan.rule());
  }

  private boolean several() {
    return !job.plan().phases().isEmpty() || job.plan().pretraining().isPresent();
  }

  // --- a checkpoint of a later phase -----------------------------------------------------------

  private Optional<Checkpoint> begun() {
    return job.saving().resume() && several()
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
