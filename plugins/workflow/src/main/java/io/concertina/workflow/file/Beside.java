package io.concertina.workflow.file;

import io.concertina.data.Dataset;
import java.util.List;
import java.util.Optional;

/**
 * Rows beside the training rows, if there are any.
 *
 * @param rows the rows, closed with this
 * @param notes what the user should know about how they were taken
 */
public record Beside(Optional<Dataset> rows, List<String> notes) implements AutoCloseable {

  /** No rows. */
  static Beside none() {
    return new Beside(Optional.empty(), List.of());
  }

  @Override
  public void close() {
    rows.ifPresent(Dataset::close);
  }
}
