package io.concertina.cli;

import io.concertina.cli.command.ConcertinaCommand;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** Starts the command line. */
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, Console.ofProcess()));
  }

  /**
   * Runs a command.
   *
   * @param words as on the command line
   * @param console where results and messages go
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(String[] words, Console console) {
    String[] arguments = ConcertinaCommand.arguments(words);
    ErrorReport errors = new ErrorReport(console, List.of(words).contains("--debug"));
    int code;
    try {
      code = line(arguments, console, errors).execute(arguments);
    } catch (Error error) {
      code = errors.failure(error);
    }
    boolean lost = code == ExitCode.SUCCESS && console.results().checkError();
    return lost ? errors.lostResults() : code;
  }

  private static CommandLine line(String[] arguments, Console console, ErrorReport errors) {
    return ConcertinaCommand.line(arguments, new InjectedFactory(new CliModule(console)))
        .setOut(new PrintWriter(console.results(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.messages(), true, StandardCharsets.UTF_8))
        .registerConverter(Path.class, Misuse::path)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }
}
