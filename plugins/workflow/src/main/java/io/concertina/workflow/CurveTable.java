package io.concertina.workflow;

import io.concertina.DataException;
import io.concertina.Reason;
import io.concertina.format.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table of a sparsity curve: a CSV file with a line per run, written anew after every run and
 * read again by the next call, which has only to do what is missing.
 */
final class CurveTable {

  private static final String HEADER = "method,granularity,sparsity,fine_tune,seed,mse,above_dense";

  private static final int COLUMNS = 7;

  private static final int MSE = 5;

  /** Relative; engines and thread counts differ by rounding. */
  private static final double SAME = 1e-5;

  private final Path file;
  private final double dense;
  private final Map<CurvePoint, Double> errors = new LinkedHashMap<>();

  private CurveTable(Path file, double dense) {
    this.file = file;
    this.dense = dense;
  }

  /**
   * The table in a file; an empty one if there is none.
   *
   * @param dense error of the model without pruning
   * @throws DataException if the file holds something else, or the table of another model
   */
  static CurveTable open(Path file, double dense) {
    CurveTable table = new CurveTable(file, dense);
    if (Files.exists(file)) {
      table.read();
    }
    table.write();
    return table;
  }

  /** The error of a run; null if it has not been done. */
  @Nullable Double error(CurvePoint run) {
    return errors.get(run);
  }

  /** Adds a run and writes the file. */
  void put(CurvePoint run, double error) {
    errors.put(run, error);
    write();
  }

  private void read() {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new DataException(file + ": expected a table that can be read, got " + Reason.of(e), e);
    }
    if (lines.size() < 2 || !lines.getFirst().equals(HEADER)) {
      throw new DataException(
          file.toString(), "a table of sparsity-curve to go on with", "another file");
    }
    double other = number(cells(lines.get(1)), MSE);
    if (!(Math.abs(other - dense) <= SAME * dense)) {
      throw new DataException(
          file.toString(),
          "the table of this model and these test rows, whose error is " + dense,
          "one whose error is " + other + "; choose another file");
    }
    for (String line : lines.subList(2, lines.size())) {
      String[] cells = cells(line);
      CurvePoint run =
          new CurvePoint(
              cells[0],
              cells[1],
              number(cells, 2),
              (int) number(cells, 3),
              (long) number(cells, 4));
      errors.put(run, number(cells, MSE));
    }
  }

  private String[] cells(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != COLUMNS) {
      throw new DataException(file.toString(), COLUMNS + " columns", line);
    }
    return cells;
  }

  private double number(String[] cells, int column) {
    try {
      return Double.parseDouble(cells[column]);
    } catch (NumberFormatException e) {
      throw new DataException(file.toString(), "a number in column " + (column + 1), cells[column]);
    }
  }

  private void write() {
    String runs =
        errors.entrySet().stream()
            .map(entry -> line(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
    AtomicFile.write(file, "%s\ndense,,0,,,%s,0\n%s".formatted(HEADER, dense, runs));
  }

  private String line(CurvePoint run, double error) {
    return String.format(
        Locale.ROOT,
        "%s,%s,%s,%d,%d,%s,%.4f\n",
        run.method(),
        run.granularity(),
        run.sparsity(),
        run.epochs(),
        run.seed(),
        error,
        error / dense - 1);
  }
}
