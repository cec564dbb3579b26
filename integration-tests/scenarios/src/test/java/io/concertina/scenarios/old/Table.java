package io.concertina.scenarios.old;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A CSV file.
 *
 * @param columns names
 * @param cells rows of texts
 */
record Table(List<String> columns, List<List<String>> cells) {

  Table {
    columns = List.copyOf(columns);
    cells = List.copyOf(cells);
  }

  static Table read(Path file) {
    try {
      List<List<String>> lines =
          Files.readAllLines(file).stream().map(line -> List.of(line.split(",", -1))).toList();
      return new Table(lines.getFirst(), lines.subList(1, lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A column's cells from the first row to the last. */
  List<String> column(String name) {
    int at = columns.indexOf(name);
    if (at < 0) {
      throw new AssertionError("no column " + name + " among " + columns);
    }
    return cells.stream().map(row -> row.get(at)).toList();
  }

  /** A column as numbers of 32 bits. */
  List<Float> floats(String name) {
    return column(name).stream().map(Float::valueOf).toList();
  }

  /** A column as numbers of 64 bits. */
  List<Double> doubles(String name) {
    return column(name).stream().map(Double::valueOf).toList();
  }
}
