package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.DatasetOptions;
import io.concertina.config.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Chooses among named columns (or arrays) what the options ask for. */
final class Columns {

  private Columns() {}

  /**
   * The chosen names: those of {@code only} in its order, or else all, without {@code exclude}.
   *
   * @param where the file, for messages
   * @param kind what has the names, for messages: {@code column} or {@code array}
   * @param known all names
   * @throws DataException if a name is unknown or nothing is left
   */
  static List<String> choose(
      String where, String kind, List<String> known, DatasetOptions options) {
    Set<String> there = new HashSet<>(known);
    List<String> asked = new ArrayList<>(options.only());
    asked.addAll(options.exclude());
    for (String name : asked) {
      if (!there.contains(name)) {
        throw new DataException(
            where
                + ": unknown "
                + kind
                + " "
                + Excerpt.quoted(name)
                + "; "
                + Excerpt.of(Names.advice(name, known), 400));
      }
    }
    List<String> chosen = new ArrayList<>(options.only().isEmpty() ? known : options.only());
    chosen.removeAll(new HashSet<>(options.exclude()));
    if (chosen.isEmpty()) {
      throw new DataException(where, "at least one " + kind + " to read", "all excluded");
    }
    return chosen.stream().distinct().toList();
  }

  /** Rejects options that name columns where there are none. */
  static void requireNone(Path file, DatasetOptions options) {
    if (!options.only().isEmpty() || !options.exclude().isEmpty()) {
      List<String> asked = options.only().isEmpty() ? options.exclude() : options.only();
      throw new DataException(
          file.toString(),
          "no choice of columns, since this format has no names for them",
          Excerpt.of(String.join(", ", asked), 120) + "; remove it");
    }
  }
}
