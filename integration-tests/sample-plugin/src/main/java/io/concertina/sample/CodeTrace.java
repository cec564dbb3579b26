package io.concertina.sample;

import io.concertina.DataException;
import io.concertina.config.Factory;
import io.concertina.train.TrainingListener;
import io.concertina.train.WatchedRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Appends the code of one row to a CSV file after every epoch, to be plotted as its way. */
public record CodeTrace(String file, int row) implements TrainingListener {
  static final Factory<CodeTrace> FACTORY =
      Factory.of(
          "code_trace",
          CodeTrace.class,
          settings -> new CodeTrace(settings.text("file"), settings.integer("row", 0)),
          (trace, description) -> description.put("file", trace.file).put("row", trace.row));

  @Override
  public List<Integer> rows() {
    return List.of(row);
  }

  @Override
  public void watched(WatchedRows seen) {
    String code = seen.numbers("code", row).toString().replaceAll("[\\[\\] ]", "");
    String line = seen.epoch() + "," + code + "\n";
    try {
      Files.writeString(Path.of(file), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new DataException(file + ": expected a file to append to, got " + e, e);
    }
  }
}
