package io.concertina.format;

import io.concertina.config.Makers;
import io.concertina.model.Model;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** Writes models of one format, to files as to any other stream of bytes. */
public interface ModelWriter extends ModelFormat {

  /**
   * Writes a model to a stream, which stays open.
   *
   * @param options what may be lost
   * @return what the format could not express, in sentences
   * @throws io.concertina.ConfigurationException if the format cannot follow the options
   * @throws IOException if the stream fails; then a part of the model may be in it
   */
  List<String> write(Model model, OutputStream out, Makers makers, FormatOptions options)
      throws IOException;

  /**
   * Writes a model to a file; after a failure the file is as it was before.
   *
   * @param options what may be lost
   * @throws io.concertina.DataException if the file cannot be written
   * @throws io.concertina.ConfigurationException if the format cannot follow the options
   */
  default ExportReport write(Model model, Path file, Makers makers, FormatOptions options) {
    try (AtomicFile target = AtomicFile.create(file)) {
      List<String> notes;
      try (OutputStream out = new BufferedOutputStream(target.stream(), 1 << 16)) {
        notes = write(model, out, makers, options);
      } catch (IOException e) {
        throw target.failure(e);
      }
      return new ExportReport(file, target.commit(), notes);
    }
  }

  /** Writes a model as it is. */
  default ExportReport write(Model model, Path file, Makers makers) {
    return write(model, file, makers, FormatOptions.defaults());
  }
}
