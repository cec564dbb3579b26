package io.concertina.data;

import java.nio.file.Path;

/** Reads files of one kind. */
public interface DatasetFormat {

  /** The name under which {@code concertina plugins} lists it, for instance {@code csv}. */
  String name();

  /** True if a file of this name is for this format; the file is not opened. */
  boolean accepts(Path file);

  /** True if the format names the columns of its rows, as tables with a header do. */
  default boolean namesColumns() {
    return false;
  }

  /**
   * Opens a file.
   *
   * @param options what to read of it and how
   * @throws io.concertina.DataException if the file is missing, damaged or does not fit the options
   */
  Dataset open(Path file, DatasetOptions options);
}
