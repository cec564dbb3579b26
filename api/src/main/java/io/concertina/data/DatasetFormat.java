package io.concertina.data;

import io.concertina.DataException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Reads files of one kind. */
public interface DatasetFormat {

  /** The name under which {@code concertina plugins} lists it, for instance {@code csv}. */
  String name();

  /** True if a file of this name is for this format; the file is not opened. */
  boolean accepts(Path file);

  /** The names of a file's columns, read as the default options have it. */
  default List<String> columns(Path file) {
    return columns(file, DatasetOptions.defaults());
  }

  /**
   * The names that a file gives its columns (its arrays, where it is an archive of arrays), or an
   * empty list where the format knows none.
   *
   * @param options how to read it; which columns they choose does not matter
   * @throws io.concertina.DataException if the file is missing or damaged
   */
  default List<String> columns(Path file, DatasetOptions options) {
    return List.of();
  }

  /**
   * Opens a file.
   *
   * @param options what to read of it and how
   * @throws io.concertina.DataException if the file is missing, damaged or does not fit the options
   */
  Dataset open(Path file, DatasetOptions options);

  /**
   * Reads rows as they come, for instance from a pipe. They can be read once.
   *
   * @param name for messages
   * @param in stays the caller's to close
   * @throws io.concertina.DataException if the format cannot read streams, or the first bytes do
   *     not fit the options
   */
  default RowSource stream(String name, InputStream in, DatasetOptions options) {
    throw new DataException(
        name, "a format that can be read as a stream", name() + "; save the rows as a file");
  }
}
