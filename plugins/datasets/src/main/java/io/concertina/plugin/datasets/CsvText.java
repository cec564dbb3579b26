package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.ColumnChoice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of cells that a character separates, with or without a row of names. */
final class CsvText implements TextTable {

  /** Characters in which the first line is searched for separators. */
  private static final int FIRST_LINE = 1 << 16;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Content content;
  private final char separator;
  private final CsvHeader header;

  private CsvText(Content content, char separator, CsvHeader header) {
    this.content = content;
    this.separator = separator;
    this.header = header;
  }

  /**
   * A table that can be read again.
   *
   * @throws DataException if it has no rows or its first one is neither names nor numbers
   */
  static CsvText of(Content content, ColumnChoice choice) {
    try (BufferedReader text = open(content)) {
      char separator = separator(content, text);
      try (CsvCells cells = new CsvCells(content, text, separator)) {
        return new CsvText(content, separator, CsvHeader.read(content.name(), cells, choice));
      }
    } catch (IOException e) {
      throw failure(content, e);
    }
  }

  /** A table that can be read once. */
  static TextTable once(Content content, ColumnChoice choice) {
    try {
      BufferedReader text = open(content);
      CsvCells cells = new CsvCells(content, new LineReader(text), separator(content, text));
      return new ReadOnce(CsvHeader.read(content.name(), cells, choice), cells);
    } catch (IOException e) {
      throw failure(content, e);
    }
  }

  /** Begins to read text; bytes that are not UTF-8 are an error. */
  private static BufferedReader open(Content content) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(content.open(), StandardCharsets.UTF_8.newDecoder()), FIRST_LINE);
    try {
      reader.mark(1);
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
      return reader;
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  /** A tab or else a semicolon, if the first line has one outside quotes; else a comma. */
  private static char separator(Content content, Reader reader) throws IOException {
    if (content.name().toLowerCase(Locale.ROOT).matches(".*\\.tsv(\\.gz)?")) {
      return '\t';
    }
    reader.mark(FIRST_LINE);
    boolean quoted = false;
    boolean semicolon = false;
    boolean begun = false;
    for (int i = 0; i < FIRST_LINE - 1; i++) {
      int c = reader.read();
      boolean ends = c == '\n' || c == '\r';
      if (c < 0 || (!quoted && ends && begun)) {
        break;
      }
      begun |= !ends;
      quoted ^= c == '"';
      if (!quoted && c == '\t') {
        reader.reset();
        return '\t';
      }
      semicolon |= !quoted && c == ';';
    }
    reader.reset();
    return semicolon ? ';' : ',';
  }

  @Override
  public String name() {
    return content.name();
  }

  @Override
  public TableColumns columns() {
    return header.columns();
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public CellReader rows() {
    try {
      CsvCells cells = new CsvCells(content, open(content), separator);
      if (header.isRow()) {
        cells.next((column, text, from, count) -> {});
      }
      return cells;
    } catch (IOException e) {
      throw failure(content, e);
    }
  }

  /** What to throw where reading or parsing fails; the reason may be wrapped. */
  static DataException failure(Content content, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataException found) {
        return found;
      }
      if (cause instanceof CharacterCodingException) {
        return new DataException(
            content.name() + ": expected text in UTF-8, got other bytes; convert the file", e);
      }
      if (cause instanceof IOException io) {
        return content.failure(io);
      }
    }
    return new DataException(
        content.name()
            + ": expected CSV as in RFC 4180, got a fault ("
            + Excerpt.of(String.valueOf(e.getMessage()), 160)
            + "); mend the quotes",
        e);
  }

  /** A table whose first row has been read already. */
  private static final class ReadOnce implements TextTable {

    private final CsvHeader header;
    private final CsvCells cells;
    private boolean begun;

    ReadOnce(CsvHeader header, CsvCells cells) {
      this.header = header;
      this.cells = cells;
    }

    @Override
    public String name() {
      return header.columns().where();
    }

    @Override
    public TableColumns columns() {
      return header.columns();
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public CellReader rows() {
      if (begun) {
        throw new DataException(name(), "one pass over rows that come as a stream", "a second");
      }
      begun = true;
      return header.isRow() ? cells : new FirstAgain(header.first(), cells);
    }
  }

  /** Hands over the first row, then the others. */
  private static final class FirstAgain implements CellReader {

    private final CsvCells cells;
    private List<String> first;

    FirstAgain(List<String> first, CsvCells cells) {
      this.first = new ArrayList<>(first);
      this.cells = cells;
    }

    @Override
    public boolean next(RowCells row) {
      if (first.isEmpty()) {
        return cells.next(row);
      }
      List<String> texts = first;
      first = List.of();
      for (int i = 0; i < texts.size(); i++) {
        row.cell(i, texts.get(i).toCharArray(), 0, texts.get(i).length());
      }
      return true;
    }

    @Override
    public long line() {
      return cells.line();
    }

    @Override
    public boolean isReady() {
      return cells.isReady();
    }

    @Override
    public void close() {
      cells.close();
    }
  }
}
