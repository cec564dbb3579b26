package io.concertina.plugin.training;

import io.concertina.train.TrainingRows;
import java.util.List;

/**
 * The rows of a piece.
 *
 * @param rows to learn from
 * @param opened what they are computed by
 */
record PieceRows(TrainingRows rows, List<CodeRows> opened) implements AutoCloseable {

  PieceRows {
    opened = List.copyOf(opened);
  }

  @Override
  public void close() {
    opened.forEach(CodeRows::close);
  }
}
