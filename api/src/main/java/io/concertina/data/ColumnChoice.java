package io.concertina.data;

import java.util.List;
import java.util.Map;

/**
 * Which columns of a file make up which stream.
 *
 * <p>"Columns" are the columns of a table and the arrays of an archive of arrays.
 *
 * @param only columns of the numeric feature, in order; empty for all that nothing else takes
 * @param exclude columns that are left out
 * @param streams what makes up the other streams
 * @param rows column to the value that a row must have there; rows with another one are passed
 *     over. Values that are numbers are compared as numbers
 * @param header whether a table's first row holds the names of its columns
 */
public record ColumnChoice(
    List<String> only,
    List<String> exclude,
    List<ColumnStream> streams,
    Map<String, String> rows,
    Header header) {

  /** What the first row of a table is. */
  public enum Header {
    /**
     * Names if no cell is a number, if it holds the chosen columns' names, or if it is 0, 1, ...
     */
    AUTO,
    /** Names. */
    YES,
    /** A row like the others; the columns are called f1, f2, ... */
    NO
  }

  public ColumnChoice {
    only = List.copyOf(only);
    exclude = List.copyOf(exclude);
    streams = List.copyOf(streams);
    rows = Map.copyOf(rows);
  }

  /** All columns are features. */
  public static ColumnChoice all() {
    return new ColumnChoice(List.of(), List.of(), List.of(), Map.of(), Header.AUTO);
  }

  /** The same choice with other features. */
  public ColumnChoice only(List<String> columns) {
    return new ColumnChoice(columns, exclude, streams, rows, header);
  }

  /** The same choice without some columns. */
  public ColumnChoice without(List<String> columns) {
    return new ColumnChoice(only, columns, streams, rows, header);
  }

  /** The same choice with other streams beside the feature. */
  public ColumnChoice streams(List<ColumnStream> others) {
    return new ColumnChoice(only, exclude, others, rows, header);
  }

  /** The same choice of those rows only that have a value in a column. */
  public ColumnChoice rows(Map<String, String> values) {
    return new ColumnChoice(only, exclude, streams, values, header);
  }

  /** The same choice with another meaning of the first row. */
  public ColumnChoice header(Header meaning) {
    return new ColumnChoice(only, exclude, streams, rows, meaning);
  }
}
