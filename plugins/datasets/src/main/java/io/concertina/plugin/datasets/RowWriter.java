package io.concertina.plugin.datasets;

import io.concertina.ConfigurationException;
import io.concertina.format.AtomicFile;
import io.concertina.ir.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes rows of keys and numbers to a file of the format that its name tells: {@code .csv}, {@code
 * .csv.gz}, {@code .jsonl} or {@code .npy} (32-bit little-endian, C order, no keys); or to a
 * stream.
 *
 * <p>Rows go to the disk as they come. The file is in its place only after {@link #commit}; closing
 * without one leaves nothing behind. A missing number (NaN) is an empty cell of a table and {@code
 * null} in JSON.
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
   * Begins to write a file of numbers.
   *
   * @param file its name tells the format
   * @param sample shape of a row
   * @param columns names for the columns of a table, or none
   * @throws ConfigurationException if the name tells no format
   * @throws io.concertina.DataException if the file cannot be written, or there are too few or many
   *     columns
   */
  static RowWriter create(Path file, Shape sample, List<String> columns) {
    return create(file, RowLayout.of(sample, columns));
  }

  /**
   * Begins to write a file.
   *
   * @param file its name tells the format
   * @param layout what a row is made of
   * @throws ConfigurationException if the name tells no format, or one that cannot hold keys
   * @throws io.concertina.DataException if the file cannot be written
   */
  static RowWriter create(Path file, RowLayout layout) {
    if (!accepts(file)) {
      throw new ConfigurationException(
          file.toString(), "a name that ends in .csv, .csv.gz, .jsonl or .npy", "another");
    }
    boolean array = FileNames.end(file, ".npy");
    if (array && !layout.keys().isEmpty()) {
      throw new ConfigurationException(
          file.toString(),
          "a name that ends in .csv, .csv.gz or .jsonl, since an array of numbers has no place for"
              + " keys",
          "keys " + String.join(", ", layout.keys()));
    }
    AtomicFile target = AtomicFile.create(file);
    try {
      return array
          ? new NpyWriter(target, layout.sample())
          : new TextWriter(new FileOutput(target, FileNames.end(file, ".gz")), form(file, layout));
    } catch (IOException e) {
      target.close();
      throw target.failure(e);
    }
  }

  private static TextForm form(Path file, RowLayout layout) {
    return FileNames.end(file, ".jsonl") ? new JsonForm(layout) : new CsvForm(layout);
  }

  /**
   * Begins to write to a stream, which stays the caller's to close. Each call of {@code write} ends
   * with a flush; {@code commit} gives the number of bytes.
   *
   * @param name for messages
   * @param format {@code csv} or {@code jsonl}
   * @throws ConfigurationException if the format is another
   */
  static RowWriter create(String name, OutputStream out, String format, RowLayout layout) {
    TextForm form =
        switch (format) {
          case "csv" -> new CsvForm(layout);
          case "jsonl" -> new JsonForm(layout);
          default -> throw new ConfigurationException(name, "the format csv or jsonl", format);
        };
    return new TextWriter(new StreamOutput(name, out), form);
  }

  /** True if the file's name tells a format that can be written. */
  static boolean accepts(Path file) {
    return FileNames.end(file, ".csv", ".csv.gz", ".jsonl", ".npy");
  }

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
