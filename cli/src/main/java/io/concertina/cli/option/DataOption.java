package io.concertina.cli.option;

import io.concertina.ConfigurationException;
import io.concertina.config.Names;
import io.concertina.data.DatasetFormat;
import io.concertina.spi.Registry;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name rows. */
public final class DataOption {

  /** Stands for standard input and standard output. */
  public static final Path STANDARD = Path.of("-");

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

  /** The file. */
  public Path file() {
    return data;
  }

  /** True if the rows come from standard input. */
  public boolean isStandardInput() {
    return data.equals(STANDARD);
  }

  /** Of an archive of arrays, the one to read. */
  public Optional<String> array() {
    return Optional.ofNullable(array);
  }

  /** The name of the format of standard input and output. */
  public String format() {
    return format;
  }

  /**
   * The format of standard input.
   *
   * @throws ConfigurationException if there is none of its name
   */
  public DatasetFormat format(Registry registry) {
    DatasetFormat reader = registry.datasets().get(format);
    if (reader == null) {
      throw new ConfigurationException(
          "--format: unknown "
              + format
              + "; "
              + Names.advice(format, registry.datasets().keySet()));
    }
    return reader;
  }
}
