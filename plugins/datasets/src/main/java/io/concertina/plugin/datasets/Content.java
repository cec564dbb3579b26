package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.Reason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Bytes that can be read more than once: a file, what a gzip file unpacks to, or an entry of a zip
 * file.
 *
 * @param name for messages
 * @param bound how many bytes there can be at the most; exact unless {@code packed}
 * @param packed whether the bytes are compressed or lie inside another file
 * @param opener begins to read
 */
record Content(String name, long bound, boolean packed, Opener opener) {

  /** One byte of deflated data unpacks to less than this many. */
  static final long DEFLATE_RATIO = 1032;

  private static final int BUFFER = 1 << 16;

  /** Begins to read. */
  interface Opener {
    InputStream open() throws IOException;
  }

  /** The bytes of a file, unpacked if its name ends in {@code .gz}. */
  static Content of(Path file) {
    long bytes = size(file);
    if (FileNames.end(file, ".gz")) {
      return new Content(
          file.toString(),
          Math.multiplyExact(Math.min(bytes, Long.MAX_VALUE / DEFLATE_RATIO), DEFLATE_RATIO),
          true,
          () -> unpacked(Files.newInputStream(file)));
    }
    return new Content(file.toString(), bytes, false, () -> Files.newInputStream(file));
  }

  /** Bytes that come as they come and can be read once. */
  static Content of(String name, InputStream in) {
    return new Content(name, Long.MAX_VALUE, true, () -> in);
  }

  private static InputStream unpacked(InputStream file) throws IOException {
    try {
      return new GZIPInputStream(file, BUFFER);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** The size of a file that must be there and hold something. */
  static long size(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException(file.toString(), "a file", "a directory; name a file in it");
    }
    if (!Files.exists(file)) {
      throw new DataException(file.toString(), "a file", "nothing there; check the path");
    }
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          file.toString(),
          "a file that can be read more than once",
          "a pipe or a device; save its rows as a file, or give them as standard input (-)");
    }
    try {
      long bytes = Files.size(file);
      if (bytes == 0) {
        throw new DataException(file.toString(), "rows of numbers", "an empty file");
      }
      return bytes;
    } catch (IOException e) {
      throw failure(file.toString(), e);
    }
  }

  /** Begins to read, with a buffer. */
  InputStream open() {
    try {
      return new BufferedInputStream(opener.open(), BUFFER);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** What to throw where reading fails. */
  DataException failure(IOException e) {
    return failure(name, e);
  }

  static DataException failure(String name, IOException e) {
    String what =
        switch (e) {
          case EOFException _ -> "data that breaks off; copy or download the file again";
          case ZipException _ -> "bytes that are not (" + reason(e) + "); is the name right?";
          default -> Reason.of(e);
        };
    String expected = e instanceof ZipException ? "intact compressed data" : "a readable file";
    return new DataException(name + ": expected " + expected + ", got " + what, e);
  }

  private static String reason(Exception e) {
    return Excerpt.of(String.valueOf(e.getMessage()), 120);
  }
}
