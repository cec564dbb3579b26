package io.concertina.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.cli.Main;
import io.concertina.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;

/** Commands of the program, run in this process. */
public final class CommandLine {

  private CommandLine() {}

  /**
   * What a command prints on standard output.
   *
   * @throws IllegalStateException if it does not end well; the message is what it said
   */
  public static String run(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    String[] arguments = Arrays.stream(words).map(String::valueOf).toArray(String[]::new);
    if (Main.run(arguments, console) != 0) {
      throw new IllegalStateException(String.join(" ", arguments) + ": " + err.toString(UTF_8));
    }
    return out.toString(UTF_8);
  }
}
