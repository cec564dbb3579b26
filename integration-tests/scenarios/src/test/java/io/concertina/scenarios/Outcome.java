package io.concertina.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.cli.Main;
import io.concertina.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;

/**
 * What a command of the command line did.
 *
 * @param code its exit code
 * @param out its standard output
 * @param err its standard error
 */
public record Outcome(int code, String out, String err) {

  /** Runs a command in this JVM. */
  public static Outcome of(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    String[] words = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    int code = Main.run(words, console);
    return new Outcome(code, out.toString(UTF_8), err.toString(UTF_8));
  }
}
