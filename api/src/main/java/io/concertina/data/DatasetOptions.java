package io.concertina.data;

import java.util.List;

/**
 * What to read of a file and how.
 *
 * @param columns which columns make up which stream
 * @param cells how a cell becomes a number
 * @param form what a row looks like where the file leaves it open
 * @param memoryLimit largest size in bytes that is read into memory; larger files are streamed
 */
public record DatasetOptions(
    ColumnChoice columns, CellRules cells, RowForm form, long memoryLimit) {

  /** All columns as features, no missing cells, at most 1 GiB in memory. */
  public static DatasetOptions defaults() {
    return new DatasetOptions(ColumnChoice.all(), CellRules.strict(), RowForm.own(), 1L << 30);
  }

  /** The same options without some columns. */
  public DatasetOptions without(List<String> names) {
    return with(columns.without(names));
  }

  /** The same options with these columns as features only. */
  public DatasetOptions only(List<String> names) {
    return with(columns.only(names).without(List.of()));
  }

  /** The same options with another choice of columns. */
  public DatasetOptions with(ColumnChoice choice) {
    return new DatasetOptions(choice, cells, form, memoryLimit);
  }

  /** The same options with other rules for cells. */
  public DatasetOptions with(CellRules rules) {
    return new DatasetOptions(columns, rules, form, memoryLimit);
  }

  /** The same options with another meaning of missing cells. */
  public DatasetOptions with(CellRules.Missing rule) {
    return with(cells.with(rule));
  }

  /** The same options with another form of a row. */
  public DatasetOptions with(RowForm other) {
    return new DatasetOptions(columns, cells, other, memoryLimit);
  }

  /** The same options with another limit on memory. */
  public DatasetOptions withMemoryLimit(long bytes) {
    return new DatasetOptions(columns, cells, form, bytes);
  }
}
