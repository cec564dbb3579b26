package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.ColumnChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Choices of columns where a file has no names for them. */
final class Columns {

  private Columns() {}

  /** Rejects a choice of columns. */
  static void requireNone(Path file, ColumnChoice choice) {
    List<String> asked = new ArrayList<>(choice.only());
    asked.addAll(choice.exclude());
    choice.streams().forEach(stream -> asked.addAll(stream.columns()));
    asked.addAll(choice.rows().keySet());
    if (!asked.isEmpty()) {
      throw new DataException(
          file.toString(),
          "no choice of columns, since this format has no names for them",
          Excerpt.of(String.join(", ", asked), 120) + "; remove it");
    }
  }
}
