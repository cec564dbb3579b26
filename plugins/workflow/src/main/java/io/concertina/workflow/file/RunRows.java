package io.concertina.workflow.file;

import io.concertina.ConfigurationException;
import io.concertina.data.Dataset;
import io.concertina.train.Augmentation;
import io.concertina.train.TrainingRows;
import java.nio.file.Path;
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

  /**
   * Opens the rows that a model takes.
   *
   * @param samples opens them as the model had them in training
   * @throws io.concertina.ConfigurationException if no training rows are named
   */
  public static RunRows open(Samples samples, DataFiles files) {
    Path train =
        files
            .train()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "--data", "a FILE of rows to train the model on", "none"));
    Dataset rows = samples.labelled(train);
    TrainingData.Parts parts =
        new TrainingData.Parts(
            rows, Optional.empty(), samples.unweighted(train, rows).stream().toList());
    Beside validation = Beside.none();
    try {
      validation = beside(samples, files.validation());
      return new RunRows(parts, validation, beside(samples, files.test()));
    } catch (RuntimeException e) {
      validation.close();
      parts.close();
      throw e;
    }
  }

  private static Beside beside(Samples samples, Optional<Path> file) {
    return new Beside(file.map(samples::labelled), List.of());
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
