package io.concertina.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes rows to files of one kind, as {@link DatasetFormat} reads them. */
public interface RowFormat {

  /** The name under which {@code concertina plugins} lists it, for instance {@code csv}. */
  String name();

  /** How names of its files end, in lower case with the dot, for instance {@code .csv.gz}. */
  List<String> endings();

  /** True if a file of this name is for this format. Endings count in any case. */
  default boolean accepts(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return endings().stream().anyMatch(name::endsWith);
  }

  /**
   * Begins to write a file.
   *
   * @param layout what a row is made of
   * @throws io.concertina.ConfigurationException if the format cannot hold such rows
   * @throws io.concertina.DataException if the file cannot be written
   */
  RowWriter create(Path file, RowLayout layout);
}
