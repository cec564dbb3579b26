package io.concertina.cli.output;

import io.concertina.format.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes text; a file takes its place whole. */
public final class TextFile {

  private TextFile() {}

  /**
   * Writes a file.
   *
   * @throws io.concertina.DataException if that fails; then the old file is as it was
   */
  public static void write(Path path, String text) {
    try (AtomicFile file = AtomicFile.create(path)) {
      try (OutputStream out = file.stream()) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw file.failure(e);
      }
      file.commit();
    }
  }
}
