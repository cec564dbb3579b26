package io.concertina.cli;

import io.concertina.ConcertinaException;
import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.DivergenceException;
import io.concertina.EngineException;
import io.concertina.ModelFormatException;
import io.concertina.ShapeException;
import io.concertina.cli.command.ConcertinaCommand;
import io.concertina.cli.output.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;

/** Turns errors into one line and an exit code; a stack trace only with {@code --debug}. */
final class ErrorReport
    implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {

  private final Console console;

  ErrorReport(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(CommandLine.ParameterException error, String[] arguments) {
    String command = error.getCommandLine().getCommandSpec().qualifiedName();
    console.message("concertina: " + firstLine(error) + "; see " + command + " --help");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    console.message("concertina: " + message(error));
    if (command.getCommandSpec().root().userObject() instanceof ConcertinaCommand root
        && root.debug()) {
      error.printStackTrace(console.messages());
    }
    return code(error);
  }

  private static String message(Exception error) {
    return switch (error) {
      case ConcertinaException known -> firstLine(known);
      case UncheckedIOException _, IOException _ ->
          error.getClass().getSimpleName() + ": " + firstLine(error);
      default -> "unexpected " + error + "; please report it with the output of --debug";
    };
  }

  private static int code(Exception error) {
    return switch (error) {
      case ConcertinaException known -> code(known);
      case UncheckedIOException _, IOException _ -> ExitCode.DATA;
      default -> ExitCode.FAILURE;
    };
  }

  private static int code(ConcertinaException error) {
    return switch (error) {
      case ConfigurationException _, ShapeException _ -> ExitCode.USAGE;
      case DataException _ -> ExitCode.DATA;
      case ModelFormatException _ -> ExitCode.MODEL_FILE;
      case DivergenceException _ -> ExitCode.DIVERGENCE;
      case EngineException _ -> ExitCode.FAILURE;
    };
  }

  private static String firstLine(Exception error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }
}
