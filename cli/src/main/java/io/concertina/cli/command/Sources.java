package io.concertina.cli.command;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.ModelFormatException;
import io.concertina.config.Names;
import io.concertina.data.ColumnChoice;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowSource;
import io.concertina.format.ModelFormat;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens files by the formats that the plugins offer. */
final class Sources {

  private final Registry registry;

  Sources(Registry registry) {
    this.registry = registry;
  }

  /** Opens a data file by the format that accepts its name. */
  Dataset open(Path file, DatasetOptions options) {
    return dataFormat(file).open(file, options);
  }

  /**
   * The names of a data file's columns, or an empty list where it has none.
   *
   * @param choice tells whether a table's first row holds names, if that is not plain to see
   */
  List<String> columns(Path file, ColumnChoice choice) {
    return dataFormat(file).columns(file, DatasetOptions.defaults().with(choice));
  }

  /**
   * Rows as they come, to be read once.
   *
   * @param format name of a dataset format
   */
  RowSource stream(String name, InputStream in, String format, DatasetOptions options) {
    DatasetFormat reader = registry.datasets().get(format);
    if (reader == null) {
      throw new ConfigurationException(
          "--format: unknown "
              + format
              + "; "
              + Names.advice(format, registry.datasets().keySet()));
    }
    return reader.stream(name, in, options);
  }

  private DatasetFormat dataFormat(Path file) {
    return registry.datasets().values().stream()
        .filter(candidate -> candidate.accepts(file))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    file.toString(),
                    "a file name of one of the formats " + registry.datasets().keySet(),
                    Files.exists(file) ? file.getFileName() : "no such file"));
  }

  /** Reads a model file by the format that accepts its name. */
  Model model(Path file) {
    if (!Files.exists(file)) {
      throw new DataException(file.toString(), "a model file", "no such file");
    }
    try {
      return format(file).read(file, registry);
    } catch (ModelFormatException e) {
      throw e.getCause() instanceof ConfigurationException ? withAdvice(e) : e;
    }
  }

  /** A part that nobody knows may come from a plugin of the user's own. */
  private static ModelFormatException withAdvice(ModelFormatException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains(": unknown ")
        ? new ModelFormatException(
            message + "; if a plugin of your own has it, name its folder with --plugin-path", e)
        : e;
  }

  /** The format that accepts a model file's name. */
  ModelFormat format(Path file) {
    return registry.formats().values().stream()
        .filter(candidate -> candidate.accepts(file))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    file.toString(),
                    "a file name of one of the model formats " + registry.formats().keySet(),
                    file.getFileName()));
  }
}
