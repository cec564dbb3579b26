package io.concertina.outside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The page's blocks of code.
 *
 * @param text of the page
 */
record Page(String text) {

  static Page read() throws IOException {
    return new Page(Files.readString(Path.of("README.md")));
  }

  /** The block of a language that contains a text. */
  String block(String language, String part) {
    return blocks("```" + language + "\n(.*?)```")
        .filter(block -> block.contains(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + language + " with " + part));
  }

  /** The arguments of the command of the page that begins with a text, which is left out. */
  List<String> command(String begin) {
    String joined = text.replace(" \\\n", " ");
    return Stream.of(
            Pattern.compile("(?m)^    " + Pattern.quote(begin) + " (.*)$")
                .matcher(joined)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no command " + begin))
                .replace("\"", "")
                .trim()
                .split(" +"))
        .toList();
  }

  private Stream<String> blocks(String pattern) {
    return Pattern.compile("(?s)" + pattern).matcher(text).results().map(match -> match.group(1));
  }
}
