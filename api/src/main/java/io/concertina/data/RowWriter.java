package io.concertina.data;

/**
 * Writes rows of keys and numbers, begun by a {@link RowFormat}.
 *
 * <p>Rows go to the disk as they come. A file is in its place only after {@link #commit}; closing
 * without one leaves nothing behind. A missing number is NaN.
 *
 * <pre>{@code
 * RowLayout layout = RowLayout.of(Shape.of(2), List.of("x", "y"));
 * try (RowWriter writer = registry.rowFormat(file).create(file, layout)) {
 *   writer.write(rows, count);
 *   writer.commit();
 * }
 * }</pre>
 */
public interface RowWriter extends AutoCloseable {

  /**
   * Appends rows without keys.
   *
   * @param rows elements row after row from position 0
   * @param count how many rows
   * @throws io.concertina.DataException if they cannot be written
   */
  default void write(float[] rows, int count) {
    write(new String[0], rows, count);
  }

  /**
   * Appends rows.
   *
   * @param keys texts row after row from position 0, as many per row as the layout has
   * @param rows elements row after row from position 0
   * @param count how many rows
   * @throws io.concertina.DataException if they cannot be written
   */
  void write(String[] keys, float[] rows, int count);

  /**
   * Puts the file in its place.
   *
   * @return its size in bytes
   * @throws io.concertina.DataException if that fails; then the old file is as it was
   */
  long commit();

  @Override
  void close();
}
