package io.concertina.workflow.file;

import io.concertina.data.Dataset;
import io.concertina.train.Augmentation;
import io.concertina.train.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The open rows of a run.
 *
 * @param parts rows to learn from, and those split off to validate
 * @param validation rows of a file that only validate
 * @param test rows to test with
 */
public record RunRows(TrainingData.Parts parts, Beside validation, Beside test)
    implements AutoCloseable {

  /**
   * Opens the rows of a plan.
   *
   * @param share of the training rows to hold back where a column says which stay together
   */
  public static RunRows open(TrainingData data, double share) {
    TrainingData.Parts parts = data.training(share);
    Beside validation = Beside.none();
    try {
      DataFiles files = data.plan().files();
      validation = data.beside("validation", files.validation(), parts.training());
      return new RunRows(parts, validation, data.beside("test", files.test(), parts.training()));
    } catch (RuntimeException e) {
      validation.close();
      parts.close();
      throw e;
    }
  }

  /** What the user should know about how they were made. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(parts.training().notes());
    notes.addAll(parts.notes());
    notes.addAll(validation.notes());
    notes.addAll(test.notes());
    return notes;
  }

  /** The rows to train with. */
  public TrainingRows training(Optional<Augmentation> augmentation) {
    Optional<Dataset> held = validation.rows().or(parts::validation);
    return new TrainingRows(parts.training(), held, augmentation);
  }

  @Override
  public void close() {
    test.close();
    validation.close();
    parts.close();
  }
}
