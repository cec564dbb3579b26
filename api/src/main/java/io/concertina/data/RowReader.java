package io.concertina.data;

/** A pass over the rows of a dataset. */
public interface RowReader extends AutoCloseable {

  /**
   * Reads the next rows.
   *
   * @param target receives the elements row after row from position 0
   * @param rows how many rows at the most
   * @return how many were read; 0 only at the end
   * @throws io.concertina.DataException if the source is damaged; the message names the place
   */
  int next(float[] target, int rows);

  @Override
  default void close() {}
}
