package io.concertina.train;

import io.concertina.ConfigurationException;
import io.concertina.optimizer.Optimizer;
import io.concertina.optimizer.RateSchedule;
import io.concertina.prune.Pruner;
import java.util.Optional;

/**
 * How to train.
 *
 * @param objective loss and metrics
 * @param optimizer update rule
 * @param schedule how its rate changes
 * @param clip bound on gradients
 * @param epochs passes over the training rows, at least 1
 * @param batch rows per step, at least 1; the last step of an epoch may have fewer
 * @param seed of initial weights, order of rows and noise
 * @param shuffle whether the order of rows changes with every epoch
 * @param validationSplit share of the training rows, taken from their end, that only validate
 * @param earlyStopping when to stop early
 * @param plateau when to lower the rate
 * @param pruner which weights may differ from 0 at each step
 */
public record TrainingPlan(
    Objective objective,
    Optimizer optimizer,
    RateSchedule schedule,
    Clip clip,
    int epochs,
    int batch,
    long seed,
    boolean shuffle,
    double validationSplit,
    Optional<EarlyStopping> earlyStopping,
    Optional<PlateauRate> plateau,
    Optional<Pruner> pruner) {

  public TrainingPlan {
    if (epochs < 1) {
      throw new ConfigurationException("training.epochs", "at least 1", epochs);
    }
    if (batch < 1) {
      throw new ConfigurationException("training.batch", "at least 1", batch);
    }
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new ConfigurationException(
          "training.validation_split", "at least 0 and below 1", validationSplit);
    }
  }

  /** A plan without pruning. */
  public TrainingPlan(
      Objective objective,
      Optimizer optimizer,
      RateSchedule schedule,
      Clip clip,
      int epochs,
      int batch,
      long seed,
      boolean shuffle,
      double validationSplit,
      Optional<EarlyStopping> earlyStopping,
      Optional<PlateauRate> plateau) {
    this(
        objective,
        optimizer,
        schedule,
        clip,
        epochs,
        batch,
        seed,
        shuffle,
        validationSplit,
        earlyStopping,
        plateau,
        Optional.empty());
  }

  /** A plan without schedule, clipping, validation, early end or pruning. */
  public static TrainingPlan of(
      Objective objective, Optimizer optimizer, int epochs, int batch, long seed) {
    return new TrainingPlan(
        objective,
        optimizer,
        (base, _, _) -> base,
        Clip.none(),
        epochs,
        batch,
        seed,
        true,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * How many of {@code rows} training rows only validate.
   *
   * @throws ConfigurationException if a split is planned and leaves no row on one of its sides
   */
  public long held(long rows) {
    long held = Math.round(rows * validationSplit);
    if (rows > 0 && validationSplit > 0 && (held == 0 || held == rows)) {
      throw new ConfigurationException(
          "training.validation_split",
          "a share that leaves rows to train on and rows to validate with",
          validationSplit + ", which is " + held + " of " + rows + " rows");
    }
    return held;
  }

  /** The same plan with another share of validation rows. */
  public TrainingPlan withValidationSplit(double share) {
    return new TrainingPlan(
        objective,
        optimizer,
        schedule,
        clip,
        epochs,
        batch,
        seed,
        shuffle,
        share,
        earlyStopping,
        plateau,
        pruner);
  }

  /** The same plan with another number of epochs. */
  public TrainingPlan withEpochs(int count) {
    return new TrainingPlan(
        objective,
        optimizer,
        schedule,
        clip,
        count,
        batch,
        seed,
        shuffle,
        validationSplit,
        earlyStopping,
        plateau,
        pruner);
  }

  /** The same plan with a pruner. */
  public TrainingPlan withPruner(Pruner rule) {
    return new TrainingPlan(
        objective,
        optimizer,
        schedule,
        clip,
        epochs,
        batch,
        seed,
        shuffle,
        validationSplit,
        earlyStopping,
        plateau,
        Optional.of(rule));
  }
}
