package io.concertina.format;

import java.nio.file.Path;
import java.util.List;

/**
 * What was written.
 *
 * @param file where
 * @param bytes size of the file
 * @param notes what the format could not express, in sentences
 */
public record ExportReport(Path file, long bytes, List<String> notes) {
  public ExportReport {
    notes = List.copyOf(notes);
  }
}
