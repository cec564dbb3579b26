package io.concertina.data;

import java.util.List;
import java.util.function.Consumer;

/**
 * Rows that come one after the other: those of a {@link Dataset}, or a stream that can be read but
 * once and whose end nobody knows.
 */
public interface RowSource extends AutoCloseable {

  /** For messages: a file name or what else tells the source. */
  String name();

  /** What a row is made of. */
  Schema schema();

  /**
   * What its user should know about how it was read, a line each: a column that was left out, say,
   * or one whose numbers 32 bits cannot tell apart.
   */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Begins a pass over all rows.
   *
   * @throws io.concertina.DataException if the source cannot be read, or not a second time
   */
  RowReader read();

  /**
   * Hands over all rows in order, in batches of {@code rows} rows and a last one of the rest.
   *
   * @param rows most rows of a batch, at least 1
   * @param work must not keep the batch or its tensors, whose elements the next rows replace
   * @throws io.concertina.DataException if the source cannot be read
   */
  default void forEachBatch(int rows, Consumer<Batch> work) {
    Batch batch = new Batch(schema(), rows);
    try (RowReader reader = read()) {
      while (reader.fill(batch, rows) > 0) {
        work.accept(batch);
        batch.clear();
      }
    }
  }

  @Override
  default void close() {}
}
