package io.concertina.plugin.datasets;

import io.concertina.data.RowLayout;
import io.concertina.data.RowWriter;
import io.concertina.data.StreamingRowFormat;
import io.concertina.format.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Rows as text in UTF-8, packed where the file's name ends in {@code .gz}. A missing number (NaN)
 * is an empty cell of a table and {@code null} in JSON.
 *
 * @param name of the format
 * @param endings of its files
 * @param form how rows of a layout look
 */
record TextRowFormat(String name, List<String> endings, Function<RowLayout, TextForm> form)
    implements StreamingRowFormat {

  static final TextRowFormat CSV =
      new TextRowFormat("csv", List.of(".csv", ".csv.gz"), CsvForm::new);

  static final TextRowFormat JSON_LINES =
      new TextRowFormat("jsonl", List.of(".jsonl"), JsonForm::new);

  @Override
  public RowWriter create(Path file, RowLayout layout) {
    AtomicFile target = AtomicFile.create(file);
    try {
      return new TextWriter(new FileOutput(target, FileNames.end(file, ".gz")), form.apply(layout));
    } catch (IOException e) {
      target.close();
      throw target.failure(e);
    }
  }

  @Override
  public RowWriter stream(String stream, OutputStream out, RowLayout layout) {
    return new TextWriter(new StreamOutput(stream, out), form.apply(layout));
  }
}
