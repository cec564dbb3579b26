package io.concertina.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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

  /** Words of which one is meant: {@code a, b or c}. */
  public static String either(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  /**
   * The known name with the smallest edit distance, if that is at most 2 or a third of the letters;
   * of a name of up to three letters at most one may differ, of a single letter none.
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    int limit = name.length() <= 3 ? name.length() / 2 : Math.max(2, name.length() / 3);
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= limit)
        .min(
            Comparator.comparingInt((String candidate) -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * Number of insertions, deletions, replacements and swaps of neighbours (optimal string
   * alignment).
   */
  private static int distance(String a, String b) {
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, rows);
      }
    }
    return rows[a.length()][b.length()];
  }

  private static int step(String a, String b, int i, int j, int[][] rows) {
    int replaced = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, Math.min(rows[i][j - 1], rows[i - 1][j]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
  }
}
