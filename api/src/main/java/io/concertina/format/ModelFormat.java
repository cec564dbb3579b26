package io.concertina.format;

import io.concertina.config.Makers;
import io.concertina.model.Model;
import java.nio.file.Path;

/** Reads and writes model files of one kind. */
public interface ModelFormat {

  /** The name under which configurations ask for it, for instance {@code concertina}. */
  String name();

  /** True if a file of this name is of this format; the file is not opened. */
  boolean accepts(Path file);

  /**
   * Reads a model. Nothing in the file is trusted.
   *
   * @throws io.concertina.ModelFormatException if the file is not a sound model
   * @throws io.concertina.DataException if the file cannot be read
   */
  Model read(Path file, Makers makers);

  /**
   * Writes a model; after a failure the file is as it was before.
   *
   * @param options what may be lost
   * @throws io.concertina.DataException if the file cannot be written
   * @throws io.concertina.ConfigurationException if the format cannot follow the options
   */
  ExportReport write(Model model, Path file, Makers makers, FormatOptions options);

  /** Writes a model as it is. */
  default ExportReport write(Model model, Path file, Makers makers) {
    return write(model, file, makers, FormatOptions.defaults());
  }
}
