package io.concertina.train;

import io.concertina.config.Makers;
import io.concertina.config.Settings;
import io.concertina.optimizer.Optimizer;
import io.concertina.optimizer.RateSchedule;
import io.concertina.prune.Pruner;
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
 */
public record TrainingPlan(
    Objective objective,
    UpdateRule rule,
    Batching batching,
    Duration duration,
    Optional<Pruner> pruner,
    long seed) {

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

  /** Passes over the training rows. */
  public int epochs() {
    return duration.epochs();
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
    return new TrainingPlan(other, rule, batching, duration, pruner, seed);
  }

  /** The same plan with another update rule. */
  public TrainingPlan with(UpdateRule other) {
    return new TrainingPlan(objective, other, batching, duration, pruner, seed);
  }

  /** The same plan with other steps. */
  public TrainingPlan with(Batching other) {
    return new TrainingPlan(objective, rule, other, duration, pruner, seed);
  }

  /** The same plan with another duration. */
  public TrainingPlan with(Duration other) {
    return new TrainingPlan(objective, rule, batching, other, pruner, seed);
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
    return with(new Duration(epochs(), Optional.of(stopping), duration.plateau()));
  }

  /** The same plan with a rule for lowering the rate. */
  public TrainingPlan with(PlateauRate plateau) {
    return with(new Duration(epochs(), duration.earlyStopping(), Optional.of(plateau)));
  }

  /** The same plan with a pruner. */
  public TrainingPlan with(Pruner rules) {
    return new TrainingPlan(objective, rule, batching, duration, Optional.of(rules), seed);
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
