package io.concertina.plugin.datasets;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.concertina.DataException;
import io.concertina.data.DatasetOptions.Missing;
import io.concertina.data.RowReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;

/** A pass over the rows of a CSV file; numbers are parsed where they stand in the text. */
final class CsvPass implements RowReader {

  private final CsvTable table;
  private final Cells cells;
  private final CloseableIterator<Cells> rows;
  private boolean skipHeader;

  CsvPass(CsvTable table, Reader reader) {
    this.table = table;
    this.cells = new Cells(table);
    this.rows =
        CsvTable.parser(table.separator())
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(cells, reader)
            .iterator();
    this.skipHeader = table.header();
  }

  @Override
  public int next(float[] target, int count) {
    try {
      int read = 0;
      while (read < count) {
        cells.beginRow(target, read * table.columns().size(), skipHeader);
        if (!rows.hasNext()) {
          break;
        }
        rows.next();
        if (!skipHeader) {
          cells.endRow();
          read++;
        }
        skipHeader = false;
      }
      return read;
    } catch (CsvParseException | UncheckedIOException e) {
      throw CsvTable.failure(table.content(), e);
    }
  }

  @Override
  public void close() {
    try {
      rows.close();
    } catch (IOException e) {
      throw table.content().failure(e);
    }
  }

  /** Receives the cells of one row after the other. */
  private static final class Cells extends AbstractBaseCsvCallbackHandler<Cells> {

    private final CsvTable table;
    private final int[] places;
    private float[] target = {};
    private int at;
    private boolean ignore;

    Cells(CsvTable table) {
      this.table = table;
      this.places = table.places();
    }

    void beginRow(float[] row, int position, boolean isHeader) {
      target = row;
      at = position;
      ignore = isHeader;
    }

    void endRow() {
      if (getFieldCount() != places.length) {
        throw new DataException(
            line(),
            places.length + " cells as in the first row",
            getFieldCount() + "; mend the row or its quotes");
      }
    }

    @Override
    protected void handleField(int column, char[] buffer, int from, int count, boolean quoted) {
      if (ignore || column >= places.length || places[column] < 0) {
        return;
      }
      float value = Cell.parse(buffer, from, count);
      if (!(Math.abs(value) <= Float.MAX_VALUE)) {
        value = missing(column, new String(buffer, from, count));
      }
      target[at + places[column]] = value;
    }

    /** NaN if the cell is missing and may be. */
    private float missing(int column, String cell) {
      String where = line() + ", column " + Excerpt.of(table.all().get(column), 80);
      if (Cell.isNumber(cell)) {
        throw new DataException(
            where, "a number that 32 bits can hold", Excerpt.quoted(cell) + "; scale the column");
      }
      if (!Cell.isMissing(cell)) {
        boolean comma = Cell.isNumber(cell.replace(',', '.'));
        throw new DataException(
            where,
            "a number",
            Excerpt.quoted(cell)
                + (comma
                    ? "; write decimals with a point"
                    : "; exclude the column or mend the cell"));
      }
      if (table.missing() == Missing.REJECT) {
        throw new DataException(
            where,
            "a number",
            (cell.isBlank() ? "an empty cell" : Excerpt.quoted(cell))
                + "; remove the row or configure how missing values are filled");
      }
      return Float.NaN;
    }

    private String line() {
      return table.name() + " line " + getStartingLineNumber();
    }

    @Override
    protected Cells buildRecord() {
      return this;
    }
  }
}
