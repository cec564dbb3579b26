package io.concertina.plugin.datasets;

import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowSource;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Tables of numbers as text, RFC 4180, in UTF-8.
 *
 * <p>Cells are separated by commas, or by tabs or semicolons where the first line has those; a file
 * called {@code .tsv} has tabs. Unless the options say what the first row is, it names the columns
 * if no cell of it is a number, if it holds the names that the options ask for, or if it counts 0,
 * 1, 2, ...; otherwise the columns are called f1, f2, ... A first row of names and numbers is an
 * error. Empty lines are skipped. A table that exceeds the memory limit as 32-bit numbers is read
 * anew in each pass; either way all of it is checked when it is opened.
 */
final class CsvFormat implements DatasetFormat {

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public boolean accepts(Path file) {
    return FileNames.end(file, ".csv", ".csv.gz", ".tsv", ".tsv.gz");
  }

  @Override
  public List<String> columns(Path file, DatasetOptions options) {
    return CsvText.of(Content.of(file), options.columns()).columns().names();
  }

  @Override
  public Dataset open(Path file, DatasetOptions options) {
    return TableFile.open(CsvText.of(Content.of(file), options.columns()), options);
  }

  @Override
  public RowSource stream(String name, InputStream in, DatasetOptions options) {
    return TableFile.stream(CsvText.once(Content.of(name, in), options.columns()), options);
  }
}
