package io.concertina.cli.output;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a command writes: results to standard output, progress and messages to standard error.
 *
 * @param results standard output
 * @param messages standard error
 * @param interactive whether messages go to a terminal that can redraw a line
 */
public record Console(PrintStream results, PrintStream messages, boolean interactive) {

  /** The streams of the process. */
  public static Console ofProcess() {
    java.io.Console terminal = System.console();
    boolean interactive = terminal != null && terminal.isTerminal();
    return new Console(System.out, System.err, interactive);
  }

  /** Standard input. */
  public InputStream input() {
    return System.in;
  }

  /** Writes a line to standard error. */
  public void message(String line) {
    messages.println(line);
  }

  /** Writes a line to standard output. */
  public void result(String line) {
    results.println(line);
  }
}
