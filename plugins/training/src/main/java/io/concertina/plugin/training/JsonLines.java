package io.concertina.plugin.training;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.Reason;
import io.concertina.config.Factory;
import io.concertina.config.Settings;
import io.concertina.model.Epoch;
import io.concertina.train.TrainingListener;
import io.concertina.train.WatchedRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a line of JSON per epoch to a file: its number, loss, metrics and rate, {@code terms} and
 * {@code coefficients}; before it a line per watched row, with its code and its reconstruction.
 * Numbers that JSON has no notation for become null. A resumed run goes on behind the lines that
 * are there, another one begins the file anew.
 *
 * @param file to write, relative to the directory of the process
 * @param rows numbers of rows to watch, see {@link TrainingListener#rows}
 */
public record JsonLines(Path file, List<Integer> rows) implements TrainingListener {

  static final Factory<JsonLines> FACTORY =
      Factory.of(
          "jsonl",
          JsonLines.class,
          JsonLines::read,
          (lines, description) ->
              description.put("file", lines.file.toString()).put("rows", lines.rows));

  public JsonLines {
    rows = List.copyOf(rows);
    for (int row : rows) {
      if (row < 0) {
        throw new ConfigurationException("jsonl.rows", "numbers from 0 on", row);
      }
    }
  }

  /** A file that is told of epochs alone. */
  public static JsonLines to(Path file) {
    return new JsonLines(file, List.of());
  }

  /** A file that cannot be written is found before anything is trained. */
  private static JsonLines read(Settings settings) {
    String text = settings.text("file");
    List<Integer> rows = settings.has("rows") ? settings.integers("rows") : List.of();
    try {
      Path file = Path.of(text);
      requireWritable(settings.where("file"), file);
      return new JsonLines(file, rows);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(settings.where("file"), "the path of a file", text);
    }
  }

  private static void requireWritable(String where, Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || Files.isDirectory(file)) {
      throw new ConfigurationException(where, "a file to write", file + ", a directory");
    }
    if (!Files.isDirectory(directory)) {
      throw new ConfigurationException(
          where, "a file in a directory that is there", "no directory " + directory + "; make it");
    }
    if (!Files.isWritable(Files.exists(file) ? file : directory)) {
      throw new ConfigurationException(where, "a file that may be written", file.toString());
    }
  }

  @Override
  public void started(int epochs, long stepsPerEpoch, int done) {
    write("", done == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND);
  }

  @Override
  public void watched(WatchedRows seen) {
    StringBuilder lines = new StringBuilder();
    for (int row : rows) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("epoch", seen.epoch());
      line.put("row", row);
      seen.outputs().keySet().forEach(output -> line.put(output, seen.numbers(output, row)));
      lines.append(JsonText.of(line)).append('\n');
    }
    write(lines.toString(), StandardOpenOption.APPEND);
  }

  @Override
  public void epoch(Epoch epoch) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch.number());
    line.putAll(epoch.values());
    line.put("terms", epoch.terms());
    line.put("coefficients", epoch.coefficients());
    write(JsonText.of(line) + "\n", StandardOpenOption.APPEND);
  }

  private void write(String text, StandardOpenOption how) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    } catch (IOException e) {
      throw new DataException(
          file + ": expected a file for the lines of jsonl, got " + Reason.of(e), e);
    }
  }
}
