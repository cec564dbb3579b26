package io.concertina.data;

import java.util.List;

/**
 * What to read of a file and how.
 *
 * <p>"Columns" are the columns of a table and the arrays of an archive of arrays.
 *
 * @param only columns to read, or empty for all
 * @param exclude columns to leave out, for instance labels
 * @param missing what an empty or NaN cell means
 * @param memoryLimit largest size in bytes that is read into memory; larger files are streamed
 */
public record DatasetOptions(
    List<String> only, List<String> exclude, Missing missing, long memoryLimit) {

  /** What an empty or NaN cell means. */
  public enum Missing {
    /** An error that names row and column. */
    REJECT,
    /** A NaN in the row, which {@link Preprocessing} fills. */
    KEEP
  }

  public DatasetOptions {
    only = List.copyOf(only);
    exclude = List.copyOf(exclude);
  }

  /** All columns, no missing values, at most 1 GiB in memory. */
  public static DatasetOptions defaults() {
    return new DatasetOptions(List.of(), List.of(), Missing.REJECT, 1L << 30);
  }

  /** The same options without some columns. */
  public DatasetOptions without(List<String> columns) {
    return new DatasetOptions(only, columns, missing, memoryLimit);
  }

  /** The same options with these columns only. */
  public DatasetOptions only(List<String> columns) {
    return new DatasetOptions(columns, List.of(), missing, memoryLimit);
  }

  /** The same options with another meaning of missing values. */
  public DatasetOptions with(Missing rule) {
    return new DatasetOptions(only, exclude, rule, memoryLimit);
  }

  /** The same options with another limit on memory. */
  public DatasetOptions withMemoryLimit(long bytes) {
    return new DatasetOptions(only, exclude, missing, bytes);
  }
}
