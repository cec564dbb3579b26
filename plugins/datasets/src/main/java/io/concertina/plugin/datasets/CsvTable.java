package io.concertina.plugin.datasets;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.concertina.DataException;
import io.concertina.data.DatasetOptions;
import io.concertina.data.DatasetOptions.Missing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the first row of a CSV file and the options say about the others.
 *
 * @param content the file
 * @param separator between cells
 * @param header whether the first row holds names
 * @param all names of all columns in the file
 * @param columns names of the chosen columns, in the order of a row's elements
 * @param missing what an empty or NaN cell means
 */
record CsvTable(
    Content content,
    char separator,
    boolean header,
    List<String> all,
    List<String> columns,
    Missing missing) {

  /** Characters in which the first line is searched for separators. */
  private static final int FIRST_LINE = 1 << 16;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  CsvTable {
    all = List.copyOf(all);
    columns = List.copyOf(columns);
  }

  /**
   * Looks at the first row.
   *
   * @throws DataException if there is none or the options name unknown columns
   */
  static CsvTable of(Content content, DatasetOptions options) {
    try (Reader reader = open(content)) {
      char separator = separator(reader);
      List<String> first = first(content, reader, separator);
      boolean header = isHeader(first);
      List<String> names = header ? names(content, first) : numbered(first.size());
      List<String> chosen = Columns.choose(content.name(), "column", names, options);
      return new CsvTable(content, separator, header, names, chosen, options.missing());
    } catch (IOException e) {
      throw failure(content, e);
    }
  }

  /** Names for columns that have none: f1, f2, ... */
  static List<String> numbered(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add("f" + i);
    }
    return names;
  }

  /** Begins to read text; bytes that are not UTF-8 are an error. */
  private static Reader open(Content content) throws IOException {
    Reader reader =
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
  private static char separator(Reader reader) throws IOException {
    reader.mark(FIRST_LINE);
    boolean quoted = false;
    boolean semicolon = false;
    for (int i = 0; i < FIRST_LINE - 1; i++) {
      int c = reader.read();
      if (c < 0 || (!quoted && (c == '\n' || c == '\r') && i > 0)) {
        break;
      }
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

  private static List<String> first(Content content, Reader reader, char separator)
      throws IOException {
    try (CloseableIterator<CsvRecord> rows = parser(separator).ofCsvRecord(reader).iterator()) {
      if (!rows.hasNext()) {
        throw new DataException(content.name(), "rows of numbers", "no text");
      }
      return rows.next().getFields().stream().map(String::strip).toList();
    } catch (CsvParseException | UncheckedIOException e) {
      throw failure(content, e);
    }
  }

  /** What the header and the rows are parsed with. */
  static CsvReader.CsvReaderBuilder parser(char separator) {
    return CsvReader.builder().fieldSeparator(separator).allowUnclosedQuote(false);
  }

  private static boolean isHeader(List<String> cells) {
    boolean text = false;
    for (String cell : cells) {
      if (Cell.isNumber(cell)) {
        return false;
      }
      text |= !Cell.isMissing(cell);
    }
    return text;
  }

  /** The names in the header; an empty cell is called by its number. */
  private static List<String> names(Content content, List<String> cells) {
    List<String> names = numbered(cells.size());
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        names.set(i, cells.get(i));
      }
      Integer other = places.put(names.get(i), i);
      if (other != null) {
        throw new DataException(
            content.name() + " line 1",
            "columns of different names",
            "columns "
                + (other + 1)
                + " and "
                + (i + 1)
                + " both called "
                + Excerpt.quoted(names.get(i)));
      }
    }
    return names;
  }

  String name() {
    return content.name();
  }

  /** For each column of the file its place in a row, or -1. */
  int[] places() {
    int[] places = new int[all.size()];
    Arrays.setAll(places, i -> columns.indexOf(all.get(i)));
    return places;
  }

  /** Begins to read the rows. */
  CsvPass pass() {
    try {
      return new CsvPass(this, open(content));
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
}
