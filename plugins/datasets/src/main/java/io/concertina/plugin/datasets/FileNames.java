package io.concertina.plugin.datasets;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Endings of file names, in any case. */
final class FileNames {

  private FileNames() {}

  /** A file's name in lower case. */
  static String lower(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  /** True if a file's name has one of the endings, given in lower case. */
  static boolean end(Path file, String... endings) {
    String name = lower(file);
    return Stream.of(endings).anyMatch(name::endsWith);
  }
}
