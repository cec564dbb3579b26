package io.concertina.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.layer.KeyedRandom;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A table as the lines of its CSV file, without quotes, one column of which says which rows are
 * abnormal.
 *
 * @param header the names of the columns, {@link #LABEL} among them
 * @param rows the other lines
 */
record LabelledLines(String header, List<String> rows) {

  /** The column that is 0 in normal rows. */
  static final String LABEL = "label";

  LabelledLines {
    rows = List.copyOf(rows);
  }

  /**
   * The one file of a folder with this end of its name.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  static LabelledLines read(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.filter(path -> path.toString().endsWith(end)).findFirst().orElseThrow();
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
        List<String> lines = reader.lines().toList();
        return new LabelledLines(lines.getFirst(), lines.subList(1, lines.size()));
      }
    }
  }

  /** Writes the lines as a CSV file and gives it back. */
  Path write(Path file) throws IOException {
    return Files.write(file, Stream.concat(Stream.of(header), rows.stream()).toList());
  }

  /** Whether each row is abnormal. */
  List<Boolean> abnormal() {
    int column = label();
    return rows.stream().map(row -> Double.parseDouble(row.split(",", -1)[column]) != 0).toList();
  }

  /** The rows with cells missing at random, never the label's; share is each cell's probability. */
  LabelledLines masked(double share, RandomGenerator random) {
    int label = label();
    List<String> masked = new ArrayList<>();
    for (String row : rows) {
      String[] cells = row.split(",", -1);
      for (int i = 0; i < cells.length; i++) {
        if (i != label && random.nextFloat() < share) {
          cells[i] = "";
        }
      }
      masked.add(String.join(",", cells));
    }
    return new LabelledLines(header, masked);
  }

  /** The normal rows in a random order. */
  LabelledLines shuffledNormal(KeyedRandom random) {
    List<Boolean> abnormal = abnormal();
    List<String> shuffled = new ArrayList<>();
    for (int row : random.permutation(rows.size())) {
      if (!abnormal.get(row)) {
        shuffled.add(rows.get(row));
      }
    }
    return new LabelledLines(header, shuffled);
  }

  /** Rows from one index to before another. */
  LabelledLines part(int from, int to) {
    return new LabelledLines(header, rows.subList(from, to));
  }

  private int label() {
    return List.of(header.split(",")).indexOf(LABEL);
  }
}
