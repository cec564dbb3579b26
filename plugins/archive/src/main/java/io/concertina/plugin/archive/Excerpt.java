package io.concertina.plugin.archive;

/** Text from a file as a message may show it: one line, printable and short. */
final class Excerpt {

  private static final int LIMIT = 80;

  private Excerpt() {}

  /** A name or a value in quotes. */
  static String quoted(Object text) {
    return "'" + of(String.valueOf(text), LIMIT) + "'";
  }

  /** At most {@code limit} characters with control characters replaced by spaces. */
  static String of(String text, int limit) {
    String shown = text.length() > limit ? text.substring(0, limit) + "..." : text;
    StringBuilder line = new StringBuilder(shown.length());
    shown.codePoints().map(c -> isPrintable(c) ? c : ' ').forEach(line::appendCodePoint);
    return line.toString();
  }

  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
