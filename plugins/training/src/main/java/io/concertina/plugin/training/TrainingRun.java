package io.concertina.plugin.training;

import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorSource;
import io.concertina.ir.Threefry;
import io.concertina.model.Epoch;
import io.concertina.model.History;
import io.concertina.model.Masks;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.prune.Pruner;
import io.concertina.prune.PruningTime;
import io.concertina.train.EarlyStopping;
import io.concertina.train.Measures;
import io.concertina.train.PlateauRate;
import io.concertina.train.Pruning;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import io.concertina.train.TrainingRows;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One job on its way from the first step to the last. */
final class TrainingRun implements AutoCloseable {

  static final String VALIDATION = "val_";

  private final TrainingJob job;
  private final PhasePlace place;
  private final TrainingPlan plan;
  private final Model model;
  private final TrainingListener listener;
  private final Engine engine;
  private final TrainingRows rows;
  private final TrainingFunctions functions;
  private final Residents residents;
  private final Steps stepping;
  private final Optional<Program> evaluate;
  private final long stepsPerEpoch;
  private final Batch batch;
  private final Batches batches;
  private final Optional<BestWeights> best;
  private final Optional<PrunedResidents> pruning;
  private final Optional<RowWatch> watch;

  private final Optional<Plateau> stopping;
  private final Optional<Plateau> lowering;
  private double rateFactor = 1;
  private long steps;
  private History history;
  private boolean cancelled;

  /**
   * One on an engine.
   *
   * @param job whose plan is of one piece
   * @param place of the job among the phases of a training
   */
  TrainingRun(TrainingJob job, PhasePlace place, Engine engine, TrainingListener listener) {
    this.job = job;
    this.place = place;
    this.plan = job.plan();
    Optional<Pruner> pruner = plan.pruner().map(p -> new LearningPruner(p, plan.rule().layers()));
    this.model = pruner.map(p -> Pruning.prepare(p, job.model())).orElse(job.model());
    this.listener = listener;
    this.engine = engine;
    this.history = job.model().history();
    this.rows = job.rows().split(plan.batching());
    new JobCheck(job.model(), plan, rows).run();
    Dataset training = rows.training();
    this.stepsPerEpoch = Math.ceilDiv(training.size(), plan.batch());
    this.functions = new TrainingFunctions(model, plan.objective(), training.schema());
    this.batch = new Batch(training.schema(), training.batch(plan.batch()));
    Batches plain = Batches.of(training, plan.batching().shuffle(), plan.seed());
    this.batches =
        rows.augmentation().map(change -> plain.augmented(change, plan.seed())).orElse(plain);
    this.residents = engine.residents();
    this.stepping = steps(training);
    this.evaluate = rows.validation().map(this::evaluation);
    this.best =
        plan.duration()
            .earlyStopping()
            .filter(EarlyStopping::restoreBest)
            .map(_ -> new BestWeights(model.weights().keySet(), engine));
    this.pruning =
        pruner.map(p -> new PrunedResidents(p, model, plan, engine, residents, training));
    this.watch = RowWatch.of(listener.rows(), model, rows, engine, residents);
    this.stopping =
        plan.duration().earlyStopping().map(s -> new Plateau("early_stopping", s.minDelta()));
    this.lowering = plan.duration().plateau().map(p -> new Plateau("plateau", p.minDelta()));
  }

  private Steps steps(Dataset training) {
    int blocks = plan.batching().blocks();
    if (blocks == 1) {
      return new WholeSteps(
          engine.compile(functions.step(plan.rule()), residents), training.schema());
    }
    Batch block = new Batch(training.schema(), Math.ceilDiv(batch.capacity(), blocks));
    return new BlockSteps(
        engine.compile(functions.gradients(plan.rule()), residents),
        engine.compile(functions.apply(plan.rule()), residents),
        blocks,
        block);
  }

  private Program evaluation(Dataset validation) {
    TrainingFunctions validating =
        new TrainingFunctions(model, plan.objective(), validation.schema());
    return engine.compile(validating.evaluate(totalSteps()), residents);
  }

  private long totalSteps() {
    return stepsPerEpoch * plan.epochs();
  }

  /** Goes on from the newest checkpoint if the job says so, then trains to the end of its plan. */
  Model run() {
    model.weights().forEach(residents::put);
    model.masks().forEach((name, m) -> residents.put(Masks.resident(name), m));
    functions
        .slots(plan.rule())
        .forEach((name, start) -> residents.put(name, place.slots().getOrDefault(name, start)));
    Progress progress = new Progress(job, place, stepping.functions(), rows, residents, listener);
    int done = job.saving().resume() ? progress.restore(this) : 0;
    if (place.first() || job.saving().resume()) {
      listener.started(place.planned(), stepsPerEpoch, place.epochs() + done);
    }
    for (int number = done + 1; number <= plan.epochs() && !stopped(); number++) {
      Optional<Epoch> epoch = epoch(place.epochs() + number);
      if (epoch.isEmpty()) {
        cancelled = true;
        break;
      }
      history = history.plus(epoch.get());
      react(epoch.get());
      progress.save(this);
      int counted = epoch.get().number();
      watch.ifPresent(rows -> listener.watched(rows.after(counted)));
      listener.epoch(epoch.get());
    }
    tellRestored();
    Model trained = model.with(result(), masks(), history).with("engine", engine.name());
    return rows.training().schema().of(StreamSpec.Role.WEIGHT).stream()
        .findFirst()
        .map(weight -> trained.with("row_weights", String.join(", ", weight.columns())))
        .orElse(trained);
  }

  private boolean stopped() {
    return stopping.isPresent()
        && stopping.get().waited() >= plan.duration().earlyStopping().orElseThrow().patience();
  }

  private void tellRestored() {
    int late = stopping.map(Plateau::waited).orElse(0);
    if (late > 0 && !best().names().isEmpty()) {
      listener.restored(history.epochs().getLast().number() - late);
    }
  }

  private Map<String, Tensor> result() {
    TensorSource kept = best();
    TensorSource source = kept.names().isEmpty() ? residents : kept;
    Map<String, Tensor> weights = new LinkedHashMap<>();
    model.weights().keySet().forEach(name -> weights.put(name, source.view(name).copy()));
    return weights;
  }

  private Map<String, Tensor> masks() {
    Map<String, Tensor> masks = new LinkedHashMap<>();
    for (String name : model.masks().keySet()) {
      masks.put(name, residents.get(Masks.resident(name)));
    }
    return masks;
  }

  /** One pass over the training rows and one over the validation rows; empty if cancelled. */
  private Optional<Epoch> epoch(int number) {
    Measures measures =
        new Measures(stepping.functions().getFirst(), plan.objective(), totalSteps());
    double rate = 0;
    try (Batches pass = batches.begin(number)) {
      long inEpoch = 0;
      batch.clear();
      while (pass.next(batch, batch.capacity()) > 0) {
        prune();
        steps++;
        rate = rate();
        float loss = step(rate, measures);
        listener.step(number, ++inEpoch, loss);
        if (listener.cancelled()) {
          return Optional.empty();
        }
        batch.clear();
      }
    }
    return Optional.of(epoch(number, measures, rate));
  }

  private Epoch epoch(int number, Measures measures, double rate) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(TrainingFunctions.LOSS, measures.loss());
    values.putAll(measures.metrics());
    Map<String, Double> terms = new LinkedHashMap<>(measures.terms());
    rows.validation()
        .ifPresent(
            held -> {
              Measures seen =
                  Measures.of(
                      evaluate.orElseThrow(),
                      plan.objective(),
                      totalSteps(),
                      held,
                      batch.capacity());
              values.put(VALIDATION + TrainingFunctions.LOSS, seen.loss());
              seen.metrics().forEach((name, mean) -> values.put(VALIDATION + name, mean));
              seen.terms().forEach((name, mean) -> terms.put(VALIDATION + name, mean));
            });
    values.put(TrainingFunctions.RATE, rate);
    place.number().ifPresent(phase -> values.put(PhasePlace.PHASE, (double) phase));
    pruning.ifPresent(pruned -> values.put("sparsity", pruned.sparsity()));
    Map<String, Double> coefficients = new LinkedHashMap<>();
    plan.objective()
        .coefficients()
        .forEach((name, value) -> coefficients.put(name, value.at(steps, totalSteps())));
    return new Epoch(number, values, terms, coefficients);
  }

  /** With other masks, what was best before is no longer to be had. */
  private void prune() {
    PruningTime now = new PruningTime(steps, totalSteps(), stepsPerEpoch);
    if (pruning.isPresent() && pruning.get().update(now)) {
      best.ifPresent(BestWeights::forget);
      stopping.ifPresent(Plateau::forget);
    }
  }

  private double rate() {
    double scheduled = plan.rule().rate(steps, totalSteps());
    double minimum = plan.duration().plateau().map(PlateauRate::minRate).orElse(0.0);
    return rateFactor == 1 ? scheduled : Math.max(scheduled * rateFactor, minimum);
  }

  private float step(double rate, Measures measures) {
    Map<String, Tensor> inputs = new HashMap<>();
    inputs.putAll(functions.coefficients(steps, totalSteps()));
    inputs.put(TrainingFunctions.RATE, Tensor.scalar((float) rate));
    inputs.put(TrainingFunctions.T, Tensor.scalar((float) (place.age() + steps)));
    long number = place.steps() + steps;
    long key = Threefry.fold(Threefry.fold(plan.seed(), "step"), number);
    float loss = stepping.run(batch, key, inputs, measures);
    if (!Float.isFinite(loss)) {
      inputs.putAll(batch.tensors());
      inputs.put(ModelFunctions.KEY, Threefry.key(key));
      throw Divergence.locate(engine, residents, functions, inputs, number);
    }
    return loss;
  }

  private void react(Epoch epoch) {
    plan.duration()
        .earlyStopping()
        .ifPresent(
            rule -> {
              if (stopping.orElseThrow().improved(value(epoch, rule.monitor()))) {
                best.ifPresent(weights -> weights.keep(residents));
              }
            });
    plan.duration()
        .plateau()
        .ifPresent(
            rule -> {
              Plateau plateau = lowering.orElseThrow();
              if (!plateau.improved(value(epoch, rule.monitor()))
                  && plateau.waited() >= rule.patience()) {
                rateFactor *= rule.factor();
                plateau.restart();
              }
            });
  }

  private static double value(Epoch epoch, String monitor) {
    return epoch.values().getOrDefault(monitor, Double.NaN);
  }

  // --- what a checkpoint holds -----------------------------------------------------------------

  long steps() {
    return steps;
  }

  /** True if the listener ended the run. */
  boolean cancelled() {
    return cancelled;
  }

  /** The optimiser's slots by resident name, as the last step left them. */
  Map<String, Tensor> slots() {
    Map<String, Tensor> slots = new LinkedHashMap<>();
    functions.slots(plan.rule()).keySet().forEach(name -> slots.put(name, residents.get(name)));
    return slots;
  }

  History history() {
    return history;
  }

  TensorSource best() {
    return best.map(BestWeights::tensors).orElse(TensorSource.of(Map.of()));
  }

  Map<String, Double> counters() {
    Map<String, Double> counters = new LinkedHashMap<>();
    counters.put("rate_factor", rateFactor);
    place.save(counters);
    stopping.ifPresent(plateau -> plateau.save(counters));
    lowering.ifPresent(plateau -> plateau.save(counters));
    return counters;
  }

  void restore(long step, History epochs, TensorSource kept, Map<String, Double> counters) {
    steps = step;
    history = epochs;
    best.ifPresent(weights -> weights.restore(kept));
    rateFactor = counters.getOrDefault("rate_factor", 1.0);
    stopping.ifPresent(plateau -> plateau.restore(counters));
    lowering.ifPresent(plateau -> plateau.restore(counters));
  }

  @Override
  public void close() {
    watch.ifPresent(RowWatch::close);
    pruning.ifPresent(PrunedResidents::close);
    best.ifPresent(BestWeights::close);
    stepping.close();
    evaluate.ifPresent(Program::close);
    residents.close();
  }
}
