package io.concertina.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name rows. */
final class DataChoice {

  /** Stands for standard input and standard output. */
  static final Path STANDARD = Path.of("-");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "Rows to read; - for standard input.")
  private Path data = Path.of("");

  @Option(
      names = "--array",
      paramLabel = "NAME",
      description = "Of an .npz with several arrays, the one to read.")
  private @Nullable String array;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "csv",
      description = "What standard input and output are: csv or jsonl. Default: ${DEFAULT-VALUE}.")
  private String format = "csv";

  Path file() {
    return data;
  }

  boolean isStandardInput() {
    return data.equals(STANDARD);
  }

  Optional<String> array() {
    return Optional.ofNullable(array);
  }

  String format() {
    return format;
  }
}
