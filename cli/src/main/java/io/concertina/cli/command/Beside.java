package io.concertina.cli.command;

import io.concertina.data.Dataset;
import java.util.List;
import java.util.Optional;

/**
 * Rows beside the training rows, if there are any.
 *
 * @param notes what the user should know about how they were taken
 */
record Beside(Optional<Dataset> rows, List<String> notes) implements AutoCloseable {

  static Beside of(Optional<Dataset> rows) {
    return new Beside(rows, List.of());
  }

  @Override
  public void close() {
    rows.ifPresent(Dataset::close);
  }
}
