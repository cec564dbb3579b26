package io.concertina.plugin.datasets;

import io.concertina.ConfigurationException;
import io.concertina.format.AtomicFile;
import io.concertina.ir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes rows of numbers to a file of the format that its name tells: {@code .csv}, {@code .csv.gz}
 * or {@code .npy} (32-bit little-endian, C order).
 *
 * <p>Rows go to the disk as they come. The file is in its place only after {@link #commit}; closing
 * without one leaves nothing behind.
 *
 * <pre>{@code
 * try (RowWriter writer = RowWriter.create(file, Shape.of(2), List.of("x", "y"))) {
 *   writer.write(rows, count);
 *   writer.commit();
 * }
 * }</pre>
 */
public interface RowWriter extends AutoCloseable {

  /**
   * Begins to write a file.
   *
   * @param file its name tells the format
   * @param sample shape of a row, all sizes fixed; a table gets one column per element
   * @param columns names for the columns of a table, or none for f1, f2, ...; an array has no use
   *     for them
   * @throws ConfigurationException if the name tells no format, or there are too few or many
   *     columns
   * @throws io.concertina.DataException if the file cannot be written
   */
  static RowWriter create(Path file, Shape sample, List<String> columns) {
    String name = file.toString();
    if (!accepts(file)) {
      throw new ConfigurationException(
          name, "a name that ends in .csv, .csv.gz or .npy", "another");
    }
    if (!columns.isEmpty() && columns.size() != sample.size()) {
      throw new ConfigurationException(
          name, sample.size() + " column names for rows " + sample, columns.size());
    }
    AtomicFile target = AtomicFile.create(file);
    try {
      return name.endsWith(".npy")
          ? new NpyWriter(target, sample)
          : new CsvWriter(target, sample.size(), columns, name.endsWith(".gz"));
    } catch (IOException e) {
      target.close();
      throw target.failure(e);
    }
  }

  /** True if the file's name tells a format that can be written. */
  static boolean accepts(Path file) {
    String name = file.toString();
    return name.endsWith(".csv") || name.endsWith(".csv.gz") || name.endsWith(".npy");
  }

  /**
   * Appends rows.
   *
   * @param rows elements row after row from position 0
   * @param count how many rows
   * @throws io.concertina.DataException if they cannot be written
   */
  void write(float[] rows, int count);

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
