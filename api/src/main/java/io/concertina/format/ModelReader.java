package io.concertina.format;

import io.concertina.DataException;
import io.concertina.Reason;
import io.concertina.config.Makers;
import io.concertina.model.Model;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads models of one format, from files as from any other stream of bytes. */
public interface ModelReader extends ModelFormat {

  /**
   * Reads a model from a stream up to its end; the stream stays open. Nothing in it is trusted: no
   * more is allocated than in proportion to the bytes that have come.
   *
   * @param in its bytes, for instance a resource of the class path or {@code
   *     Channels.newInputStream(channel)}
   * @param origin where they come from, for messages
   * @throws io.concertina.ModelFormatException if they are not a sound model
   * @throws IOException if the stream fails
   */
  Model read(InputStream in, String origin, Makers makers) throws IOException;

  /**
   * Reads a model from a file. Nothing in the file is trusted.
   *
   * @throws io.concertina.ModelFormatException if the file is not a sound model
   * @throws DataException if the file cannot be read
   */
  default Model read(Path file, Makers makers) {
    if (Files.isDirectory(file)) {
      throw new DataException(file.toString(), "a file", "a directory; name a file in it");
    }
    if (!Files.exists(file)) {
      throw new DataException(file.toString(), "a file", "nothing there; check the path");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(in, file.toString(), makers);
    } catch (IOException e) {
      throw new DataException(file + ": expected a readable file, got " + Reason.of(e), e);
    }
  }
}
