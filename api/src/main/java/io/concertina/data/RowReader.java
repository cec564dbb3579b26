package io.concertina.data;

/** A pass over the rows of a source. */
public interface RowReader extends AutoCloseable {

  /**
   * Appends the next rows to a batch.
   *
   * @param target has the source's schema
   * @param rows how many rows at the most, at most the batch's room
   * @return how many were read; 0 only at the end
   * @throws io.concertina.DataException if the source is damaged; the message names the place
   */
  int read(Batch target, int rows);

  /**
   * Appends rows until there are so many or the source ends; a reader may give fewer at a time.
   *
   * @return how many were read
   */
  default int fill(Batch target, int rows) {
    int filled = 0;
    while (filled < rows) {
      int more = read(target, rows - filled);
      if (more == 0) {
        break;
      }
      filled += more;
    }
    return filled;
  }

  @Override
  default void close() {}
}
