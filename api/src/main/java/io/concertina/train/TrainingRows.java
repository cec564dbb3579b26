package io.concertina.train;

import io.concertina.data.Dataset;
import java.util.Optional;

/**
 * The rows of a run.
 *
 * @param training rows to learn from
 * @param validation rows that only validate; win over the plan's split
 * @param augmentation changes the rows to learn from at random, anew in each epoch
 */
public record TrainingRows(
    Dataset training, Optional<Dataset> validation, Optional<Augmentation> augmentation) {

  /** Rows to learn from, none to validate. */
  public static TrainingRows of(Dataset training) {
    return new TrainingRows(training, Optional.empty(), Optional.empty());
  }

  /** The same rows with others that validate. */
  public TrainingRows validated(Dataset rows) {
    return new TrainingRows(training, Optional.of(rows), augmentation);
  }

  /** The same rows, those to learn from changed at random. */
  public TrainingRows augmented(Augmentation change) {
    return new TrainingRows(training, validation, Optional.of(change));
  }

  /** What a trained model is judged by: the validation rows, or else those that it learned from. */
  public Dataset judged() {
    return validation.orElse(training);
  }

  /**
   * These rows with those held back that a plan wants to validate with.
   *
   * @throws io.concertina.ConfigurationException if one side of a split has no row
   */
  public TrainingRows split(Batching batching) {
    long held = validation.isPresent() ? 0 : batching.held(training.size());
    if (held == 0) {
      return this;
    }
    long left = training.size() - held;
    return new TrainingRows(
        training.rows(0, left), Optional.of(training.rows(left, held)), augmentation);
  }
}
