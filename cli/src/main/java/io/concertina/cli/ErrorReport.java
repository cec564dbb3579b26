package io.concertina.cli;

import io.concertina.ConcertinaException;
import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.DivergenceException;
import io.concertina.EngineException;
import io.concertina.ModelFormatException;
import io.concertina.Reason;
import io.concertina.ShapeException;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import picocli.CommandLine;

/** Turns errors into one line and an exit code; a stack trace only with {@code --debug}. */
final class ErrorReport
    implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {

  private final Console console;
  private final boolean debug;

  /**
   * Reports on a console.
   *
   * @param debug adds stack traces
   */
  ErrorReport(Console console, boolean debug) {
    this.console = console;
    this.debug = debug;
  }

  @Override
  public int handleParseException(CommandLine.ParameterException error, String[] arguments) {
    String command = error.getCommandLine().getCommandSpec().qualifiedName();
    console.message("concertina: " + Misuse.of(error) + "; see " + command + " --help");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    return failure(error);
  }

  /** Reports an exception that a command threw. */
  int failure(Exception error) {
    console.message(memory(error) ? memory() : "concertina: " + message(error));
    trace(error);
    return code(error);
  }

  /** Reports what is no exception: memory or stack at their end, or classes that do not fit. */
  int failure(Error error) {
    boolean memory = error instanceof OutOfMemoryError || memory(error);
    console.message(memory ? memory() : "concertina: " + message(error));
    trace(error);
    return ExitCode.FAILURE;
  }

  /** Reports results that did not reach standard output. */
  int lostResults() {
    console.message(
        "concertina: standard output: expected to take all results, got an error; check free"
            + " space and whoever reads it");
    return ExitCode.FAILURE;
  }

  private void trace(Throwable error) {
    if (debug) {
      error.printStackTrace(console.messages());
    }
  }

  private static String message(Throwable error) {
    return switch (error) {
      case ModelFormatException e when e.getCause() instanceof ConfigurationException ->
          withAdvice(firstLine(e));
      case ConcertinaException known -> firstLine(known);
      case StackOverflowError _ ->
          "stack: expected fewer things inside each other, got more than it holds; raise its limit,"
              + " for instance JAVA_OPTS=-Xss16m";
      case UncheckedIOException wrapper when wrapper.getCause() instanceof IOException cause ->
          message(cause);
      case FileSystemException file when file.getFile() != null ->
          file.getFile() + ": expected a file that can be used, got " + Reason.of(file);
      case IOException _ -> "expected to read and write, got " + Reason.of(error);
      case InvalidPathException _ -> "expected a path, got " + Reason.of(error);
      default ->
          "unexpected fault ("
              + Reason.of(error)
              + "); please report it with the output of --debug";
    };
  }

  /** Whether memory was short underneath. */
  private static boolean memory(Throwable error) {
    for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  /** Put together without what Java would have to load classes for: there may be no room left. */
  private static String memory() {
    return "concertina: memory: expected enough for this, got only "
        .concat(Long.toString(Runtime.getRuntime().maxMemory() / (1 << 20)))
        .concat(" MB of heap; raise the limit, for instance JAVA_OPTS=-Xmx4g, or use fewer rows,")
        .concat(" a smaller batch or a smaller model");
  }

  private static int code(Exception error) {
    return switch (error) {
      case ConcertinaException known -> code(known);
      case UncheckedIOException _, IOException _ -> ExitCode.DATA;
      case InvalidPathException _ -> ExitCode.USAGE;
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

  /** A part of a model that nobody knows may come from a plugin of the user's own. */
  private static String withAdvice(String message) {
    return message.contains(": unknown ")
        ? message + "; if a plugin of your own has it, name its folder with --plugin-path"
        : message;
  }

  private static String firstLine(Throwable error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }
}
