package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import java.nio.file.Path;

/**
 * Tables of numbers as text, RFC 4180, in UTF-8.
 *
 * <p>Cells are separated by commas, or by tabs or semicolons where the first line has those. The
 * first row names the columns if no cell of it is a number; otherwise they are called f1, f2, ...
 * Empty lines are skipped. A table that exceeds the memory limit as 32-bit numbers is read anew in
 * each pass; either way all of it is checked when it is opened.
 */
final class CsvFormat implements DatasetFormat {

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public boolean accepts(Path file) {
    return file.toString().endsWith(".csv") || file.toString().endsWith(".csv.gz");
  }

  @Override
  public boolean namesColumns() {
    return true;
  }

  @Override
  public Dataset open(Path file, DatasetOptions options) {
    CsvTable table = CsvTable.of(Content.of(file), options);
    int width = table.columns().size();
    RowBlocks rows = new RowBlocks(width, Memory.limit(options));
    float[] row = new float[width];
    long count = 0;
    try (CsvPass pass = table.pass()) {
      while (pass.next(row, 1) == 1) {
        rows.add(row);
        count++;
      }
    }
    if (count == 0) {
      throw new DataException(file.toString(), "at least one row of numbers", "only a header");
    }
    return rows.isComplete() ? new CsvRows(table, rows) : new CsvStream(table, count);
  }
}
