package io.concertina.workflow.file;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.Reason;
import io.concertina.config.Names;
import io.concertina.data.ColumnChoice;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowFormat;
import io.concertina.data.RowLayout;
import io.concertina.data.RowWriter;
import io.concertina.data.StreamingRowFormat;
import io.concertina.format.ExportReport;
import io.concertina.format.FormatOptions;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens files by the formats that the plugins offer; a file's name tells which.
 *
 * @param registry knows the formats
 */
public record Sources(Registry registry) {

  /**
   * Opens a data file.
   *
   * @throws DataException if no format accepts its name, or it does not fit the options
   */
  public Dataset open(Path file, DatasetOptions options) {
    return registry.dataset(file).open(file, options);
  }

  /**
   * The names of a data file's columns, or an empty list where it has none.
   *
   * @param choice tells whether a table's first row holds names, if that is not plain to see
   */
  public List<String> columns(Path file, ColumnChoice choice) {
    return registry.dataset(file).columns(file, DatasetOptions.defaults().with(choice));
  }

  /**
   * Reads a model file.
   *
   * @throws DataException if there is no such file
   * @throws io.concertina.ModelFormatException if it is not a sound model
   */
  public Model model(Path file) {
    if (!Files.exists(file)) {
      throw new DataException(file.toString(), "a model file", "no such file");
    }
    return registry.modelReader(file).read(file, registry);
  }

  /** Writes a model file. */
  public ExportReport write(Model model, Path file, FormatOptions options) {
    return registry.modelWriter(file).write(model, file, registry, options);
  }

  /** Begins to write rows to a file. */
  public RowWriter writer(Path file, RowLayout layout) {
    return registry.rowFormat(file).create(file, layout);
  }

  /**
   * Begins to write rows to a stream.
   *
   * @param name for messages
   * @param out stays the caller's to close
   * @param format name of a row format
   * @throws ConfigurationException if it cannot be written as rows come
   */
  public RowWriter writer(String name, OutputStream out, String format, RowLayout layout) {
    if (registry.rowFormats().get(format) instanceof StreamingRowFormat streaming) {
      return streaming.stream(name, out, layout);
    }
    List<String> known =
        registry.rowFormats().values().stream()
            .filter(StreamingRowFormat.class::isInstance)
            .map(RowFormat::name)
            .toList();
    throw new ConfigurationException(name, "the format " + Names.either(known), format);
  }

  /** The size of a file in bytes. */
  public static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new DataException(file + ": expected a readable file, got " + Reason.of(e), e);
    }
  }
}
