package io.concertina.cli;

import io.concertina.cli.command.ConcertinaCommand;
import io.concertina.cli.output.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
   * @param arguments as on the command line
   * @param console where results and messages go
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(String[] arguments, Console console) {
    CommandLine commands =
        ConcertinaCommand.line(arguments, new InjectedFactory(new CliModule(console)))
            .setOut(new PrintWriter(console.results(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(console.messages(), true, StandardCharsets.UTF_8))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true);
    ErrorReport errors = new ErrorReport(console);
    commands.setParameterExceptionHandler(errors).setExecutionExceptionHandler(errors);
    return commands.execute(arguments);
  }
}
