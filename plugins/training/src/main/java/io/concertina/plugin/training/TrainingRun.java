package io.concertina.plugin.training;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.config.Names;
import io.concertina.data.Dataset;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Dim;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorSource;
import io.concertina.ir.Threefry;
import io.concertina.model.Epoch;
import io.concertina.model.History;
import io.concertina.model.Masks;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.prune.PruningTime;
import io.concertina.train.EarlyStopping;
import io.concertina.train.Evaluation;
import io.concertina.train.PlateauRate;
import io.concertina.train.Pruning;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One job on its way from the first step to the last. */
final class TrainingRun implements AutoCloseable {

  /** Before the names of values that validation rows give. */
  private static final String VALIDATED = "val_";

  private final TrainingJob job;
  private final TrainingPlan plan;
  private final Model model;
  private final TrainingListener listener;
  private final Dataset training;
  private final Optional<Dataset> validation;
  private final TrainingFunctions functions;
  private final Residents residents;
  private final Program step;
  private final Program evaluate;
  private final long stepsPerEpoch;
  private final int batch;
  private final float[] buffer;
  private final Batches batches;
  private final Optional<BestWeights> best;
  private final Optional<PrunedResidents> pruning;

  private final Optional<Plateau> stopping;
  private final Optional<Plateau> lowering;
  private double rateFactor = 1;
  private long steps;
  private History history;

  TrainingRun(TrainingJob job, TrainingListener listener) {
    this.job = job;
    this.plan = job.plan();
    this.model = plan.pruner().map(p -> Pruning.prepare(p, job.model())).orElse(job.model());
    this.listener = listener;
    this.history = job.model().history();
    Dataset rows = job.training();
    long held = job.validation().isPresent() ? 0 : plan.held(rows.size());
    this.training = held == 0 ? rows : rows.rows(0, rows.size() - held);
    this.validation =
        held == 0 ? job.validation() : Optional.of(rows.rows(rows.size() - held, held));
    check();
    this.stepsPerEpoch = Math.ceilDiv(training.size(), plan.batch());
    this.batch = training.batch(plan.batch());
    this.functions = new TrainingFunctions(model, plan.objective());
    this.residents = job.engine().residents();
    this.step = job.engine().compile(functions.step(plan.optimizer(), plan.clip()), residents);
    this.evaluate = job.engine().compile(functions.evaluate(), residents);
    this.buffer = new float[Math.multiplyExact(batch, training.sample().size())];
    this.batches =
        plan.shuffle() ? Batches.shuffled(training, plan.seed()) : Batches.inOrder(training);
    this.best =
        plan.earlyStopping()
            .filter(EarlyStopping::restoreBest)
            .map(_ -> new BestWeights(model.weights().keySet(), job.engine()));
    this.pruning =
        plan.pruner()
            .map(p -> new PrunedResidents(p, model, plan, job.engine(), residents, training));
    this.stopping = plan.earlyStopping().map(s -> new Plateau("early_stopping", s.minDelta()));
    this.lowering = plan.plateau().map(p -> new Plateau("plateau", p.minDelta()));
  }

  private void check() {
    if (training.size() == 0) {
      throw new DataException(training.name(), "at least one row to train on", "none");
    }
    List<Dataset> sources = new ArrayList<>(List.of(training));
    validation.ifPresent(sources::add);
    for (Dataset source : sources) {
      if (!source.sample().equals(job.model().spec().sample())) {
        throw new DataException(
            source.name(),
            "rows " + job.model().spec().sample() + " like the model's input",
            source.sample());
      }
    }
    plan.earlyStopping().ifPresent(rule -> checkMonitor("early_stopping", rule.monitor()));
    plan.plateau().ifPresent(rule -> checkMonitor("plateau", rule.monitor()));
  }

  private void checkMonitor(String rule, String monitor) {
    List<String> known = new ArrayList<>(List.of(TrainingFunctions.LOSS));
    known.addAll(plan.objective().metrics().keySet());
    List<String> validated = known.stream().map(name -> VALIDATED + name).toList();
    String where = "training." + rule + ".monitor";
    if (validation.isEmpty() && validated.contains(monitor)) {
      throw new ConfigurationException(
          where,
          "a value of this run",
          monitor
              + ", which needs validation rows; set data.validation or training.validation_split,"
              + " or monitor "
              + monitor.substring(VALIDATED.length()));
    }
    if (validation.isPresent()) {
      known.addAll(validated);
    }
    if (!known.contains(monitor)) {
      throw new ConfigurationException(
          where + ": unknown value " + monitor + "; " + Names.advice(monitor, known));
    }
  }

  Model run() {
    model.weights().forEach(residents::put);
    model.masks().forEach((name, m) -> residents.put(Masks.resident(name), m));
    functions.slots(plan.optimizer()).forEach(residents::put);
    Progress progress = new Progress(job, step.function(), training, residents);
    int done = job.resume() ? progress.restore(this) : 0;
    listener.started(plan.epochs(), stepsPerEpoch, done);
    for (int number = done + 1; number <= plan.epochs() && !stopped(); number++) {
      Optional<Epoch> epoch = epoch(number);
      if (epoch.isEmpty()) {
        break;
      }
      history = history.plus(epoch.get());
      react(epoch.get());
      progress.save(this);
      listener.epoch(epoch.get());
    }
    tellRestored();
    return model.with(result(), masks(), history).with("engine", job.engine().name());
  }

  private boolean stopped() {
    return stopping.isPresent()
        && stopping.get().waited() >= plan.earlyStopping().orElseThrow().patience();
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
    Evaluation means = new Evaluation();
    double rate = 0;
    try (Batches pass = batches.begin(number)) {
      long inEpoch = 0;
      for (int rows = pass.next(buffer, batch); rows > 0; rows = pass.next(buffer, batch)) {
        prune();
        steps++;
        rate = rate();
        Map<String, Tensor> outputs = step(rows, rate);
        means.add(outputs, rows);
        listener.step(number, ++inEpoch, loss(outputs));
        if (listener.cancelled()) {
          return Optional.empty();
        }
      }
    }
    Map<String, Double> values = new LinkedHashMap<>(means.means());
    validation.ifPresent(
        rows ->
            Evaluation.of(evaluate, rows, plan.batch())
                .means()
                .forEach((name, mean) -> values.put(VALIDATED + name, mean)));
    values.put(TrainingFunctions.RATE, rate);
    pruning.ifPresent(pruned -> values.put("sparsity", pruned.sparsity()));
    return Optional.of(new Epoch(number, values));
  }

  /** With other masks, what was best before is no longer to be had. */
  private void prune() {
    PruningTime now = new PruningTime(steps, stepsPerEpoch * plan.epochs(), stepsPerEpoch);
    if (pruning.isPresent() && pruning.get().update(now)) {
      best.ifPresent(BestWeights::forget);
      stopping.ifPresent(Plateau::forget);
    }
  }

  private double rate() {
    double scheduled =
        plan.schedule().rate(plan.optimizer().rate(), steps, stepsPerEpoch * plan.epochs());
    double minimum = plan.plateau().map(PlateauRate::minRate).orElse(0.0);
    return rateFactor == 1 ? scheduled : Math.max(scheduled * rateFactor, minimum);
  }

  private Map<String, Tensor> step(int rows, double rate) {
    Tensor x = batch(rows);
    Tensor key = Threefry.key(Threefry.fold(Threefry.fold(plan.seed(), "step"), steps));
    Map<String, Tensor> outputs =
        step.run(
            Map.of(
                ModelFunctions.X,
                x,
                ModelFunctions.KEY,
                key,
                TrainingFunctions.RATE,
                Tensor.scalar((float) rate),
                TrainingFunctions.T,
                Tensor.scalar((float) steps)));
    if (!Float.isFinite(loss(outputs))) {
      throw Divergence.locate(job.engine(), residents, functions, x, key, steps);
    }
    return outputs;
  }

  private static float loss(Map<String, Tensor> outputs) {
    return Objects.requireNonNull(outputs.get(TrainingFunctions.LOSS)).floatAt(0);
  }

  private Tensor batch(int rows) {
    float[] elements = rows == batch ? buffer : Arrays.copyOf(buffer, buffer.length / batch * rows);
    return Tensor.view(training.sample().prepend(Dim.of(rows)), elements);
  }

  private void react(Epoch epoch) {
    plan.earlyStopping()
        .ifPresent(
            rule -> {
              if (stopping.orElseThrow().improved(value(epoch, rule.monitor()))) {
                best.ifPresent(weights -> weights.keep(residents));
              }
            });
    plan.plateau()
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

  History history() {
    return history;
  }

  TensorSource best() {
    return best.map(BestWeights::tensors).orElse(TensorSource.of(Map.of()));
  }

  Map<String, Double> counters() {
    Map<String, Double> counters = new LinkedHashMap<>();
    counters.put("rate_factor", rateFactor);
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
    pruning.ifPresent(PrunedResidents::close);
    best.ifPresent(BestWeights::close);
    step.close();
    evaluate.close();
    residents.close();
  }
}
