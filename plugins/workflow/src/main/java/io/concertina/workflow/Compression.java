package io.concertina.workflow;

import io.concertina.format.ExportReport;
import io.concertina.format.FormatOptions;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import io.concertina.workflow.file.Sources;
import java.nio.file.Path;

/**
 * A model that was written in fewer bytes.
 *
 * @param report what was written, and what got lost
 * @param before size of the file before, in bytes
 */
public record Compression(ExportReport report, long before) {

  /**
   * Writes a model file anew.
   *
   * @param model the file to read
   * @param output the file to write, another one
   * @param options what may be lost
   */
  public static Compression of(Registry registry, Path model, Path output, FormatOptions options) {
    Sources sources = new Sources(registry);
    Model read = sources.model(model);
    long before = Sources.bytes(model);
    return new Compression(sources.write(read, output, options), before);
  }
}
