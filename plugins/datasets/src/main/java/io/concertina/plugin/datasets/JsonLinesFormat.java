package io.concertina.plugin.datasets;

import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowSource;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * JSON lines: an object per line whose fields are the cells of a row, in UTF-8.
 *
 * <p>The first line says the names of the columns. Later ones may have them in another order and
 * leave some out; what is left out, and {@code null}, is an empty cell. Truth values are 1 and 0.
 */
final class JsonLinesFormat implements DatasetFormat {

  @Override
  public String name() {
    return "jsonl";
  }

  @Override
  public boolean accepts(Path file) {
    return FileNames.end(file, ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz");
  }

  @Override
  public List<String> columns(Path file, DatasetOptions options) {
    return JsonText.of(Content.of(file), options.columns()).columns().names();
  }

  @Override
  public Dataset open(Path file, DatasetOptions options) {
    return TableFile.open(JsonText.of(Content.of(file), options.columns()), options);
  }

  @Override
  public RowSource stream(String name, InputStream in, DatasetOptions options) {
    return TableFile.stream(JsonText.once(Content.of(name, in), options.columns()), options);
  }
}
