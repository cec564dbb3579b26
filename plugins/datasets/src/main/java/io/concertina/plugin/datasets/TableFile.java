package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.IndexedDataset;
import io.concertina.data.RowReader;
import io.concertina.data.RowSource;
import io.concertina.data.Schema;
import java.util.List;

/** Opens tables of text as datasets. */
final class TableFile {

  private TableFile() {}

  /**
   * Opens a table that can be read again. All of it is read once.
   *
   * @throws DataException if it has no rows, is damaged or does not fit the options
   */
  static Dataset open(TextTable table, DatasetOptions options) {
    TableLayout layout =
        TableLayout.of(table.columns(), options, TableSurvey.streams(table, options));
    Precision precision = new Precision(layout.cells().size());
    RowBlocks blocks = new RowBlocks(layout.schema(), Memory.limit(options));
    long count;
    try (TablePass pass = new TablePass(layout, table.rows(), precision)) {
      count = blocks.readAll(pass);
    }
    if (count == 0) {
      boolean conditional = layout.isConditional();
      throw new DataException(
          table.name(),
          conditional ? "rows of " + options.columns().rows() : "at least one row of numbers",
          conditional ? "none" : "only a header");
    }
    InPasses rows = new InPasses(table, layout, count, layout.notes(precision));
    return blocks.isComplete()
        ? IndexedDataset.of(
            rows,
            (numbers, from, wanted, target) -> {
              for (int i = 0; i < wanted; i++) {
                blocks.copy(numbers[from + i], target);
              }
            })
        : rows;
  }

  /** Reads a table that cannot be read again as its rows come. */
  static RowSource stream(TextTable table, DatasetOptions options) {
    TableLayout layout =
        TableLayout.of(table.columns(), options, TableSurvey.streams(table, options));
    return new Once(table, layout);
  }

  /** A table that is parsed anew in each pass. */
  private record InPasses(TextTable table, TableLayout layout, long size, List<String> notes)
      implements Dataset {

    @Override
    public String name() {
      return table.name();
    }

    @Override
    public Schema schema() {
      return layout.schema();
    }

    @Override
    public RowReader read() {
      return new TablePass(layout, table.rows(), new Precision(0));
    }
  }

  /** Rows as they come. */
  private record Once(TextTable table, TableLayout layout) implements RowSource {

    @Override
    public String name() {
      return table.name();
    }

    @Override
    public Schema schema() {
      return layout.schema();
    }

    @Override
    public List<String> notes() {
      return layout.columns().notes(layout.choice());
    }

    @Override
    public RowReader read() {
      return new TablePass(layout, table.rows(), new Precision(0));
    }
  }
}
