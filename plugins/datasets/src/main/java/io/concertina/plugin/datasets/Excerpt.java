package io.concertina.plugin.datasets;

/** Text from a file as a message may show it: one line, printable and short. */
final class Excerpt {

  private static final int LIMIT = 40;

  private Excerpt() {}

  /** A cell or a name in quotes. */
  static String quoted(String text) {
    return "'" + of(text, LIMIT) + "'";
  }

  /** At most {@code limit} characters with control characters replaced by spaces. */
  static String of(String text, int limit) {
    String shown = text.length() > limit ? text.substring(0, limit) + "..." : text;
    return shown.replaceAll("\\p{C}", " ");
  }
}
