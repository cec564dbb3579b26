package io.concertina.cli.output;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that a command reads, none of which it may write over.
 *
 * @param files as the user named them
 */
public record Inputs(List<Path> files) {

  public Inputs {
    files = List.copyOf(files);
  }

  /** Some files. */
  public static Inputs of(Path... files) {
    return new Inputs(List.of(files));
  }

  /** These and some more. */
  public Inputs and(Collection<Path> more) {
    return new Inputs(Stream.concat(files.stream(), more.stream()).toList());
  }

  /**
   * Checks a file that the command is to write.
   *
   * @param option that names it, for the message
   * @throws ConfigurationException if it is one of the files, by whatever path or link
   */
  public void requireOther(String option, Path output) {
    for (Path input : files) {
      if (same(input, output)) {
        throw new ConfigurationException(
            option,
            "another file than " + input + ", which is read",
            output + "; choose another name");
      }
    }
  }

  private static boolean same(Path input, Path output) {
    try {
      return Files.exists(input) && Files.exists(output)
          ? Files.isSameFile(input, output)
          : input.toAbsolutePath().normalize().equals(output.toAbsolutePath().normalize());
    } catch (IOException e) {
      throw new DataException(
          output + ": expected a file that can be written, got " + Reason.of(e), e);
    }
  }
}
