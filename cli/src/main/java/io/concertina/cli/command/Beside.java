package io.concertina.cli.command;

import io.concertina.data.Dataset;
import java.util.Optional;

/** Rows beside the training rows, if there are any. */
record Beside(Optional<Dataset> rows) implements AutoCloseable {
  @Override
  public void close() {
    rows.ifPresent(Dataset::close);
  }
}
