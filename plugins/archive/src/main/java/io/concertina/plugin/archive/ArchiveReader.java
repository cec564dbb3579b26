package io.concertina.plugin.archive;

import io.concertina.DataException;
import io.concertina.ModelFormatException;
import io.concertina.Reason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/**
 * Reads an archive without trusting it.
 *
 * <p>Opening checks that there are exactly the entries of its kind, that their sizes can be what
 * the file holds, and that the manifest agrees. Nothing is ever written to a path from the file.
 * Reading an entry checks its checksum.
 */
final class ArchiveReader implements AutoCloseable {

  private final String origin;
  private final Entries entries;
  private final Manifest manifest;

  private ArchiveReader(String origin, Entries entries, Kind kind) throws IOException {
    this.origin = origin;
    this.entries = entries;
    this.manifest = Manifest.read(where(Kind.MANIFEST), manifestText(), kind);
    if (manifest.seals().size() != entries.names().size() - 1) {
      throw new ModelFormatException(
          where(Kind.MANIFEST),
          "the entries of the file",
          Excerpt.of(manifest.seals().keySet().toString(), 160) + damaged());
    }
    for (Map.Entry<String, Manifest.Seal> seal : manifest.seals().entrySet()) {
      requireEntry(seal.getKey());
      long bytes = entries.bytes(seal.getKey());
      if (bytes != seal.getValue().bytes()) {
        throw new ModelFormatException(
            where(seal.getKey()), seal.getValue().bytes() + " bytes", bytes + damaged());
      }
    }
  }

  /**
   * Opens an archive in a file; a file of a file system that is not the machine's is read at once.
   *
   * @throws ModelFormatException if it is not a sound archive of the kind
   * @throws DataException if the file cannot be read
   */
  static ArchiveReader open(Path file, Kind kind) {
    if (Files.isDirectory(file)) {
      throw new DataException(file.toString(), "a file", "a directory; name a file in it");
    }
    if (!Files.exists(file)) {
      throw new DataException(file.toString(), "a file", "nothing there; check the path");
    }
    try {
      if (file.getFileSystem().equals(FileSystems.getDefault())) {
        return of(file.toString(), FileEntries.open(file, kind), kind);
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        return of(file.toString(), StreamEntries.read(in, file.toString(), kind), kind);
      }
    } catch (IOException e) {
      throw failure(file.toString(), e);
    }
  }

  /**
   * Reads an archive from a stream to its end.
   *
   * @param origin where the stream comes from, for messages
   * @throws ModelFormatException if it is not a sound archive of the kind
   * @throws IOException if the stream fails
   */
  static ArchiveReader open(InputStream in, String origin, Kind kind) throws IOException {
    try {
      return of(origin, StreamEntries.read(in, origin, kind), kind);
    } catch (ZipException | EOFException e) {
      throw failure(origin, e);
    }
  }

  private static ArchiveReader of(String origin, Entries entries, Kind kind) throws IOException {
    try {
      return new ArchiveReader(origin, entries, kind);
    } catch (IOException | RuntimeException e) {
      entries.close();
      throw e;
    }
  }

  /** The version of its form. */
  int version() {
    return manifest.version();
  }

  /** True if a model has a score of its own. */
  boolean hasScore() {
    return manifest.seals().containsKey(Kind.SCORE);
  }

  /** Facts from the manifest. */
  Map<String, String> facts() {
    return manifest.facts();
  }

  /** A text. */
  JsonObject json(String name) {
    return read(name, (in, bytes) -> JsonObject.read(where(name), in.readNBytes((int) bytes)));
  }

  /** Tensors. */
  TensorFile tensors(String name) {
    return read(name, (in, bytes) -> Safetensors.read(where(name), in, bytes));
  }

  /** The file and an entry, for messages. */
  String where(String name) {
    return origin + "[" + name + "]";
  }

  private interface Body<T> {
    T read(InputStream in, long bytes) throws IOException;
  }

  private <T> T read(String name, Body<T> body) {
    Manifest.Seal seal = Objects.requireNonNull(manifest.seals().get(name));
    try (InputStream in = entries.open(name)) {
      return seal.crc32().isEmpty()
          ? checkedBySha256(name, seal, body, in)
          : checkedByCrc32(name, seal, body, in);
    } catch (IOException e) {
      throw failure(where(name), e);
    }
  }

  private <T> T checkedByCrc32(String name, Manifest.Seal seal, Body<T> body, InputStream in)
      throws IOException {
    CRC32 crc = new CRC32();
    T content = body.read(new CheckedInputStream(in, crc), seal.bytes());
    require(name, in, seal.crc32(), HexFormat.of().toHexDigits((int) crc.getValue()));
    return content;
  }

  private <T> T checkedBySha256(String name, Manifest.Seal seal, Body<T> body, InputStream in)
      throws IOException {
    MessageDigest digest = ArchiveWriter.sha256();
    T content = body.read(new DigestInputStream(in, digest), seal.bytes());
    require(name, in, seal.sha256(), HexFormat.of().formatHex(digest.digest()));
    return content;
  }

  private void require(String name, InputStream rest, String expected, String got)
      throws IOException {
    if (rest.read() >= 0 || !got.equals(expected)) {
      throw new ModelFormatException(
          where(name), "checksum " + Excerpt.quoted(expected), got + damaged());
    }
  }

  private byte[] manifestText() throws IOException {
    try (InputStream in = entries.open(Kind.MANIFEST)) {
      return in.readAllBytes();
    }
  }

  private void requireEntry(String name) {
    if (!entries.names().contains(name)) {
      throw new ModelFormatException(
          origin, "an entry " + Excerpt.quoted(name), "none" + damaged());
    }
  }

  private static String damaged() {
    return "; the file is damaged, copy it again";
  }

  private static RuntimeException failure(String where, IOException e) {
    if (e instanceof ZipException || e instanceof EOFException) {
      String reason = Excerpt.of(String.valueOf(e.getMessage()), 120);
      return new ModelFormatException(
          where + ": expected an intact zip archive, got a damaged one (" + reason + ")", e);
    }
    return new DataException(where + ": expected a readable file, got " + Reason.of(e), e);
  }

  @Override
  public void close() {
    try {
      entries.close();
    } catch (IOException e) {
      throw failure(origin, e);
    }
  }
}
