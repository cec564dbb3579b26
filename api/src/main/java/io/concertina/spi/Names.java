package io.concertina.spi;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/** Helps with names that nobody knows. */
public final class Names {

  private Names() {}

  /**
   * What to do about an unknown name: the nearest known one if it is near, and otherwise all.
   *
   * @param name what was asked for
   * @param known what there is
   */
  public static String advice(String name, Collection<String> known) {
    Optional<String> nearest = nearest(name, known);
    if (nearest.isPresent()) {
      return "did you mean " + nearest.get() + "?";
    }
    return known.isEmpty() ? "there are none" : "known: " + String.join(", ", new TreeSet<>(known));
  }

  /** The known name with the smallest edit distance, if at most a third of the letters differ. */
  static Optional<String> nearest(String name, Collection<String> known) {
    int limit = Math.max(2, name.length() / 3);
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= limit)
        .min(
            Comparator.comparingInt((String candidate) -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Levenshtein's distance: insertions, deletions and replacements. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
