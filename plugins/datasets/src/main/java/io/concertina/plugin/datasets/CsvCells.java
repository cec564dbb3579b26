package io.concertina.plugin.datasets;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.concertina.DataException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;

/** The rows of a CSV text; cells are handed over where they stand in the parser's buffer. */
final class CsvCells implements CellReader {

  /** Longest row in characters; the parser grows its buffer up to it. */
  private static final int LONGEST_ROW = 1 << 30;

  private final Content content;
  private final Reader text;
  private final Fields fields = new Fields();
  private final CloseableIterator<Fields> rows;
  private int width = -1;

  /**
   * @param text behind any byte order mark
   */
  CsvCells(Content content, Reader text, char separator) {
    this.content = content;
    this.text = text;
    this.rows =
        CsvReader.builder()
            .fieldSeparator(separator)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .maxBufferSize(LONGEST_ROW)
            .build(fields, text)
            .iterator();
  }

  @Override
  public boolean next(RowCells row) {
    try {
      fields.receiver = row;
      if (!rows.hasNext()) {
        return false;
      }
      rows.next();
      int count = fields.count();
      if (width < 0) {
        width = count;
      } else if (count != width) {
        throw new DataException(
            content.name() + " line " + line(),
            width + " cells as in the first row",
            count + "; mend the row or its quotes");
      }
      return true;
    } catch (CsvParseException | UncheckedIOException e) {
      throw CsvText.failure(content, e);
    }
  }

  @Override
  public long line() {
    return fields.line();
  }

  @Override
  public boolean isReady() {
    try {
      return text.ready();
    } catch (IOException e) {
      throw content.failure(e);
    }
  }

  @Override
  public void close() {
    try {
      rows.close();
    } catch (IOException e) {
      throw content.failure(e);
    }
  }

  /** Hands fields on as they are parsed. */
  private final class Fields extends AbstractBaseCsvCallbackHandler<Fields> {

    private RowCells receiver = (column, buffer, from, count) -> {};

    @Override
    protected void handleField(int column, char[] buffer, int from, int count, boolean quoted) {
      if (width < 0 || column < width) {
        receiver.cell(column, buffer, from, count);
      }
    }

    int count() {
      return getFieldCount();
    }

    long line() {
      return getStartingLineNumber();
    }

    @Override
    protected Fields buildRecord() {
      return this;
    }
  }
}
