package io.concertina.cli;

import io.concertina.Reason;
import io.concertina.cli.command.ConcertinaCommand;
import io.concertina.config.Names;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;

/** Says in one line what is wrong with the words of a command line, and what may be meant. */
final class Misuse {

  private Misuse() {}

  /** The error, with the nearest name of an unknown command or option. */
  static String of(CommandLine.ParameterException error) {
    List<String> unmatched = error.getCommandLine().getUnmatchedArguments();
    if (!unmatched.isEmpty()) {
      return unknown(unmatched.getFirst(), error.getCommandLine());
    }
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  /** A path, or an error in words where picocli would show Java's. */
  static Path path(String word) {
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new CommandLine.TypeConversionException(Reason.of(e));
    }
  }

  private static String unknown(String word, CommandLine line) {
    if (word.startsWith("-")) {
      String name = word.replaceFirst("=.*", "");
      List<String> options =
          line.getCommandSpec().options().stream()
              .flatMap(option -> List.of(option.names()).stream())
              .toList();
      return "unknown option " + name + nearest(name, options);
    }
    return line.getParent() == null
        ? "unknown command '" + word + "'" + nearest(word, ConcertinaCommand.names())
        : "unexpected word '" + word + "'";
  }

  private static String nearest(String name, Collection<String> known) {
    return Names.nearest(name, known).map(near -> "; did you mean " + near + "?").orElse("");
  }
}
