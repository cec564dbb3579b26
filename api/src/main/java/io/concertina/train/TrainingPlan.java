package io.concertina.train;

import io.concertina.ConfigurationException;
import io.concertina.config.Makers;
import io.concertina.config.Settings;
import io.concertina.optimizer.Optimizer;
import io.concertina.optimizer.RateSchedule;
import io.concertina.prune.Pruner;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to train: a value that can be described, kept with the model and read again.
 *
 * @param objective what is made small and watched
 * @param rule how gradients change weights
 * @param batching which rows make up a step
 * @param duration how long the run lasts
 * @param pruner which weights may differ from 0 at each step
 * @param seed of initial weights, order of rows and noise
 * @param phases run one after the other instead of the plan itself, which is what they have in
 *     common; none for a plan of one piece. They are plans of their own: what is changed in this
 *     one afterwards does not reach them
 * @param pretraining what is done before them, or before the plan itself
 */
public record TrainingPlan(
    Objective objective,
    UpdateRule rule,
    Batching batching,
    Duration duration,
    Optional<Pruner> pruner,
    long seed,
    List<TrainingPhase> phases,
    Optional<Pretraining> pretraining) {

  public TrainingPlan {
    phases = List.copyOf(phases);
    for (int i = 0; i < phases.size(); i++) {
      check(i, phases, batching, seed);
    }
  }

  private static void check(int i, List<TrainingPhase> phases, Batching batching, long seed) {
    String where = "training.phases[" + i + "]";
    TrainingPlan plan = phases.get(i).plan();
    if (!plan.phases.isEmpty()
        || plan.pretraining.isPresent()
        || plan.seed != seed
        || !plan.batching.equals(batching)) {
      throw new ConfigurationException(
          where,
          "the seed and the batches of the whole training, no phases and no pretraining",
          plan);
    }
    if (!phases.get(i).continues()) {
      return;
    }
    if (i == 0 || !phases.get(i - 1).plan().optimizer().slots().equals(plan.optimizer().slots())) {
      throw new ConfigurationException(
          where + ".continue",
          "a phase before it whose optimizer has the same slots",
          i == 0 ? "the first phase" : "slots " + plan.optimizer().slots());
    }
  }

  /** A plan of one piece. */
  public TrainingPlan(
      Objective objective,
      UpdateRule rule,
      Batching batching,
      Duration duration,
      Optional<Pruner> pruner,
      long seed) {
    this(objective, rule, batching, duration, pruner, seed, List.of(), Optional.empty());
  }

  /** A plan without schedule, clipping, validation, early end or pruning. */
  public static TrainingPlan of(
      Objective objective, Optimizer optimizer, int epochs, int batch, long seed) {
    return new TrainingPlan(
        objective,
        UpdateRule.of(optimizer),
        Batching.of(batch),
        Duration.of(epochs),
        Optional.empty(),
        seed);
  }

  /**
   * Reads the section {@code training} of a configuration, or what {@link #describe} wrote.
   *
   * @param settings the section
   * @param seed where the section says none
   * @throws io.concertina.ConfigurationException if a key is unknown or a value is wrong
   */
  public static TrainingPlan read(Settings settings, long seed) {
    return new PlanReader(settings).read(seed);
  }

  /**
   * The plan as a tree of maps, lists, strings and numbers.
   *
   * @throws io.concertina.ConfigurationException if a part has no factory
   */
  public Map<String, Object> describe(Makers makers) {
    return new PlanDescription(makers).of(this);
  }

  /** What is run one after the other behind the pretraining: the phases, or the plan itself. */
  public List<TrainingPhase> pieces() {
    return phases.isEmpty() ? List.of(TrainingPhase.of(this)) : phases;
  }

  /** Passes over the training rows in all phases, those of a pretraining not counted. */
  public int epochs() {
    return phases.isEmpty()
        ? duration.epochs()
        : phases.stream().mapToInt(phase -> phase.plan().epochs()).sum();
  }

  /** Rows per step. */
  public int batch() {
    return batching.rows();
  }

  /** The update rule. */
  public Optimizer optimizer() {
    return rule.optimizer();
  }

  /** How many of {@code rows} training rows only validate. */
  public long held(long rows) {
    return batching.held(rows);
  }

  /** The same plan with another objective. */
  public TrainingPlan with(Objective other) {
    return new TrainingPlan(other, rule, batching, duration, pruner, seed, phases, pretraining);
  }

  /** The same plan with another update rule. */
  public TrainingPlan with(UpdateRule other) {
    return new TrainingPlan(
        objective, other, batching, duration, pruner, seed, phases, pretraining);
  }

  /** The same plan with other steps. */
  public TrainingPlan with(Batching other) {
    return new TrainingPlan(objective, rule, other, duration, pruner, seed, phases, pretraining);
  }

  /** The same plan with another duration. */
  public TrainingPlan with(Duration other) {
    return new TrainingPlan(objective, rule, batching, other, pruner, seed, phases, pretraining);
  }

  /** The same plan with another schedule of the rate. */
  public TrainingPlan with(RateSchedule schedule) {
    return with(rule.with(schedule));
  }

  /** The same plan with a bound on gradients. */
  public TrainingPlan with(Clip clip) {
    return with(rule.with(clip));
  }

  /** The same plan with other rates of layers. */
  public TrainingPlan with(LayerRates layers) {
    return with(rule.with(layers));
  }

  /** The same plan with a rule for an early end. */
  public TrainingPlan with(EarlyStopping stopping) {
    return with(new Duration(duration.epochs(), Optional.of(stopping), duration.plateau()));
  }

  /** The same plan with a rule for lowering the rate. */
  public TrainingPlan with(PlateauRate plateau) {
    return with(new Duration(duration.epochs(), duration.earlyStopping(), Optional.of(plateau)));
  }

  /** The same plan with a pruner. */
  public TrainingPlan with(Pruner rules) {
    return new TrainingPlan(
        objective, rule, batching, duration, Optional.of(rules), seed, phases, pretraining);
  }

  /** The same plan in phases. */
  public TrainingPlan with(List<TrainingPhase> pieces) {
    return new TrainingPlan(objective, rule, batching, duration, pruner, seed, pieces, pretraining);
  }

  /** The same plan after a pretraining. */
  public TrainingPlan with(Pretraining before) {
    return new TrainingPlan(
        objective, rule, batching, duration, pruner, seed, phases, Optional.of(before));
  }

  /** The same plan for a model whose weights are no longer fresh. */
  public TrainingPlan withoutPretraining() {
    return new TrainingPlan(
        objective, rule, batching, duration, pruner, seed, phases, Optional.empty());
  }

  /** The same plan with another number of epochs. */
  public TrainingPlan withEpochs(int count) {
    return with(duration.withEpochs(count));
  }

  /** The same plan with another share of validation rows. */
  public TrainingPlan withValidationSplit(double share) {
    return with(batching.withValidationSplit(share));
  }
}
