package io.concertina.outside;

import static org.assertj.core.api.Assertions.assertThat;

/** What the program of the page prints. */
final class Results {

  private Results() {}

  /** Checks that the odd row scores higher than the usual one. */
  static void check(String output) {
    assertThat(number(output, "odd")).as(output).isGreaterThan(number(output, "usual") + 1);
    assertThat(output).contains("by column [a, b, c]");
  }

  private static double number(String output, String name) {
    return output
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in: " + output));
  }
}
