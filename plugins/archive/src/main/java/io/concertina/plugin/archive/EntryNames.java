package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Takes the names of an archive's entries one by one and refuses what does not belong. */
final class EntryNames {

  private final String origin;
  private final Kind kind;
  private final Set<String> allowed;
  private final Set<String> names = new LinkedHashSet<>();

  /** None yet, of an archive of a kind. */
  EntryNames(String origin, Kind kind) {
    this.origin = origin;
    this.kind = kind;
    this.allowed = new HashSet<>(kind.entries(true));
    allowed.add(Kind.MANIFEST);
  }

  /** Takes the next name. */
  void add(String name) {
    if (!allowed.contains(name)) {
      throw new ModelFormatException(
          origin,
          "only the entries of a " + kind,
          "one called " + Excerpt.quoted(name) + "; the file is not to be trusted");
    }
    if (!names.add(name)) {
      throw new ModelFormatException(
          origin, "one entry " + name, "two of that name; the file is not to be trusted");
    }
  }

  /** Checks that none is missing. */
  Set<String> complete() {
    List<String> needed = kind.entries(names.contains(Kind.SCORE));
    for (String name : needed) {
      require(name);
    }
    require(Kind.MANIFEST);
    return names;
  }

  private void require(String name) {
    if (!names.contains(name)) {
      throw new ModelFormatException(
          origin, "an entry " + name, "none; the file is damaged, copy it again");
    }
  }
}
