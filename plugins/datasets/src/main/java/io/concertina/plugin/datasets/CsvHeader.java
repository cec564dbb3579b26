package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.ColumnChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The first row of a CSV table: names, or the first row of numbers.
 *
 * @param first its cells
 * @param isRow whether it holds names, and so is a row of its own
 * @param columns the columns of the table
 */
record CsvHeader(List<String> first, boolean isRow, TableColumns columns) {

  CsvHeader {
    first = List.copyOf(first);
  }

  /**
   * Reads the first row.
   *
   * @throws DataException if there is none, or nobody can tell what it is
   */
  static CsvHeader read(String where, CellReader cells, ColumnChoice choice) {
    List<String> first = new ArrayList<>();
    if (!cells.next((column, text, from, count) -> first.add(new String(text, from, count)))) {
      throw new DataException(where, "rows of numbers", "no text");
    }
    List<String> row = first.stream().map(String::strip).toList();
    boolean names =
        switch (choice.header()) {
          case YES -> true;
          case NO -> false;
          case AUTO -> isNames(where + " line " + cells.line(), row, choice);
        };
    List<String> notes = new ArrayList<>();
    if (choice.header() == ColumnChoice.Header.AUTO && countsUp(row)) {
      notes.add(
          where
              + " line 1: "
              + Excerpt.of(String.join(", ", row), 40)
              + (names
                  ? " are taken for names of columns; if they are a row say so (data.header: no)"
                  : " is taken for a row; if it is a name say so (data.header: yes)"));
    }
    TableColumns columns =
        names
            ? TableColumns.named(where, row, notes)
            : TableColumns.numbered(where, row.size(), notes);
    return new CsvHeader(first, names, columns);
  }

  private static boolean isNames(String line, List<String> row, ColumnChoice choice) {
    List<String> numbers = row.stream().filter(Cell::isNumber).toList();
    List<String> texts =
        row.stream().filter(cell -> !Cell.isNumber(cell) && !Cell.isMissing(cell)).toList();
    List<String> asked = asked(choice);
    if (!asked.isEmpty() && row.containsAll(asked)) {
      return true;
    }
    if (texts.isEmpty()) {
      return countsUp(row) && row.size() > 1;
    }
    if (numbers.isEmpty()) {
      return true;
    }
    if (!asked.isEmpty() && asked.stream().allMatch(name -> name.matches("f\\d+"))) {
      return false;
    }
    throw new DataException(
        line,
        "names of columns or a row of numbers",
        "both "
            + Excerpt.quoted(texts.getFirst())
            + " and "
            + Excerpt.quoted(numbers.getFirst())
            + "; say data.header: yes if they are names, or no if they are a row");
  }

  private static List<String> asked(ColumnChoice choice) {
    List<String> asked = new ArrayList<>(choice.only());
    asked.addAll(choice.exclude());
    choice.streams().forEach(stream -> asked.addAll(stream.columns()));
    asked.addAll(choice.rows().keySet());
    return asked;
  }

  /** True of 0, 1, 2, ..., which pandas writes for columns without names. */
  private static boolean countsUp(List<String> row) {
    int from = row.getFirst().isEmpty() && row.size() > 1 ? 1 : 0;
    return IntStream.range(from, row.size())
        .allMatch(i -> row.get(i).equals(Integer.toString(i - from)));
  }
}
