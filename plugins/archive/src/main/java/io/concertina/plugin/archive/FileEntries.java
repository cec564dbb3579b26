package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The entries of an archive in a file, read from there when they are asked for. */
final class FileEntries implements Entries {

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

  private FileEntries(Path file, ZipFile zip, Kind kind) throws IOException {
    this.file = file;
    this.zip = zip;
    EntryNames names = new EntryNames(file.toString(), kind);
    List<? extends ZipEntry> all = zip.stream().toList();
    for (ZipEntry entry : all) {
      names.add(entry.getName());
      entries.put(entry.getName(), entry);
    }
    names.complete();
    requireSizes();
  }

  /** Opens a file and checks names and sizes of all entries. */
  static FileEntries open(Path file, Kind kind) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    try {
      return new FileEntries(file, zip, kind);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private void requireSizes() throws IOException {
    long left = Files.size(file);
    for (ZipEntry entry : entries.values()) {
      left -= entry.getCompressedSize();
      long bytes = entry.getSize();
      long most = Kind.isJson(entry.getName()) ? JsonText.LONGEST : entry.getCompressedSize();
      if (entry.getCompressedSize() < 0 || left < 0 || bytes < 0 || bytes > most) {
        throw new ModelFormatException(
            file + "[" + entry.getName() + "]",
            "at most " + Math.max(0, Math.min(most, Files.size(file))) + " bytes",
            "a claim of " + bytes + "; the file is damaged, copy it again");
      }
    }
  }

  @Override
  public Set<String> names() {
    return entries.keySet();
  }

  @Override
  public long bytes(String name) {
    return entry(name).getSize();
  }

  @Override
  public InputStream open(String name) throws IOException {
    return name.equals(Kind.MANIFEST) ? manifest() : zip.getInputStream(entry(name));
  }

  private ZipEntry entry(String name) {
    return Objects.requireNonNull(entries.get(name), name);
  }

  /** The manifest has no checksum but the zip's own, which {@link ZipFile} does not look at. */
  private InputStream manifest() throws IOException {
    ZipEntry entry = entry(Kind.MANIFEST);
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] text = in.readNBytes((int) entry.getSize());
      CRC32 crc = new CRC32();
      crc.update(text);
      if (in.read() >= 0 || text.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
        throw new ModelFormatException(
            file + "[" + Kind.MANIFEST + "]",
            "the bytes that the zip has a checksum of",
            "others; the file is damaged, copy it again");
      }
      return new ByteArrayInputStream(text);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
