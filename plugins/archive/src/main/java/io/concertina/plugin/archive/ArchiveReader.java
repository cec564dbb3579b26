package io.concertina.plugin.archive;

import io.concertina.DataException;
import io.concertina.ModelFormatException;
import io.concertina.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads an archive without trusting it.
 *
 * <p>Opening checks that there are exactly the entries of its kind, that their sizes can be what
 * the file holds, and that the manifest agrees. Nothing is ever written to a path from the file.
 * Reading an entry checks its checksum.
 */
final class ArchiveReader implements AutoCloseable {

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
  private final Manifest manifest;

  private ArchiveReader(Path file, ZipFile zip, Kind kind) throws IOException {
    this.file = file;
    this.zip = zip;
    collect(kind);
    this.manifest = Manifest.read(where(Kind.MANIFEST), manifestText(), kind);
    if (manifest.seals().size() != entries.size() - 1) {
      throw new ModelFormatException(
          where(Kind.MANIFEST),
          "the entries of the file",
          Excerpt.of(manifest.seals().keySet().toString(), 160) + damaged());
    }
    for (Map.Entry<String, Manifest.Seal> seal : manifest.seals().entrySet()) {
      long bytes = entry(seal.getKey()).getSize();
      if (bytes != seal.getValue().bytes()) {
        throw new ModelFormatException(
            where(seal.getKey()), seal.getValue().bytes() + " bytes", bytes + damaged());
      }
    }
  }

  /**
   * Opens an archive.
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
      ZipFile zip = new ZipFile(file.toFile());
      try {
        return new ArchiveReader(file, zip, kind);
      } catch (IOException | RuntimeException e) {
        zip.close();
        throw e;
      }
    } catch (IOException e) {
      throw failure(file.toString(), e);
    }
  }

  /** Checks names and sizes of all entries. */
  private void collect(Kind kind) throws IOException {
    List<String> names = kind.entries(zip.getEntry(Kind.SCORE) != null);
    requireKnown(kind, names);
    if (zip.size() > names.size() + 1) {
      throw new ModelFormatException(
          file.toString(), names.size() + 1 + " entries", zip.size() + damaged());
    }
    for (String name : names) {
      entry(name);
    }
    entry(Kind.MANIFEST);
    long left = Files.size(file);
    for (ZipEntry entry : entries.values()) {
      left -= entry.getCompressedSize();
      long bytes = entry.getSize();
      long most = Kind.isJson(entry.getName()) ? JsonText.LONGEST : entry.getCompressedSize();
      if (entry.getCompressedSize() < 0 || left < 0 || bytes < 0 || bytes > most) {
        throw new ModelFormatException(
            where(entry.getName()),
            "at most " + Math.max(0, Math.min(most, Files.size(file))) + " bytes",
            "a claim of " + bytes + damaged());
      }
    }
  }

  /** Refuses the first entry that does not belong here, by its name. */
  private void requireKnown(Kind kind, List<String> names) {
    zip.stream()
        .forEach(
            entry -> {
              String name = entry.getName();
              if (!name.equals(Kind.MANIFEST) && !names.contains(name)) {
                throw new ModelFormatException(
                    file.toString(),
                    "only the entries of a " + kind,
                    "one called " + Excerpt.quoted(name) + "; the file is not to be trusted");
              }
              if (entries.put(name, entry) != null) {
                throw new ModelFormatException(
                    file.toString(),
                    "one entry " + name,
                    "two of that name; the file is not to be trusted");
              }
            });
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
    return file + "[" + name + "]";
  }

  private interface Body<T> {
    T read(InputStream in, long bytes) throws IOException;
  }

  private <T> T read(String name, Body<T> body) {
    Manifest.Seal seal = Objects.requireNonNull(manifest.seals().get(name));
    try (InputStream in = zip.getInputStream(entry(name))) {
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

  /** The manifest has no checksum but the zip's own, which {@link ZipFile} does not look at. */
  private byte[] manifestText() throws IOException {
    ZipEntry entry = entry(Kind.MANIFEST);
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] text = in.readNBytes((int) entry.getSize());
      CRC32 crc = new CRC32();
      crc.update(text);
      if (in.read() >= 0 || text.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
        throw new ModelFormatException(
            where(Kind.MANIFEST), "the bytes that the zip has a checksum of", "others" + damaged());
      }
      return text;
    }
  }

  private ZipEntry entry(String name) {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw new ModelFormatException(file.toString(), "an entry " + name, "none" + damaged());
    }
    return entry;
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
      zip.close();
    } catch (IOException e) {
      throw failure(file.toString(), e);
    }
  }
}
