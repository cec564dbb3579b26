package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The entries of an archive that came from a stream, in memory.
 *
 * <p>Whatever the stream claims, only bytes that have come are kept, tensors being stored and texts
 * bounded; nothing is read past an entry that does not belong.
 */
final class StreamEntries implements Entries {

  /** What every virtual machine can allocate, memory permitting. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final Map<String, byte[]> contents = new LinkedHashMap<>();

  private StreamEntries() {}

  /** Reads a stream to its end. */
  static StreamEntries read(InputStream in, String origin, Kind kind) throws IOException {
    StreamEntries entries = new StreamEntries();
    EntryNames names = new EntryNames(origin, kind);
    ZipTail tail = new ZipTail(in);
    ZipInputStream zip = new ZipInputStream(tail);
    try {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
        entries.contents.put(entry.getName(), content(zip, entry, origin));
      }
    } catch (IllegalArgumentException e) {
      throw new ZipException("a name that is no text");
    }
    names.complete();
    tail.requireEnd(entries.contents.size());
    return entries;
  }

  private static byte[] content(ZipInputStream zip, ZipEntry entry, String origin)
      throws IOException {
    boolean json = Kind.isJson(entry.getName());
    int most = json ? JsonText.LONGEST : LARGEST;
    if (!json && (entry.getMethod() != ZipEntry.STORED || entry.getSize() > most)) {
      throw new ModelFormatException(
          origin + "[" + entry.getName() + "]",
          "tensors that are stored, of at most " + most + " bytes",
          entry.getMethod() == ZipEntry.STORED
              ? entry.getSize() + "; read them from a file"
              : "deflated ones; the file is not to be trusted");
    }
    byte[] bytes = zip.readNBytes(most);
    if (zip.read() >= 0) {
      throw new ModelFormatException(
          origin + "[" + entry.getName() + "]",
          "at most " + most + " bytes",
          "more; the file is not to be trusted");
    }
    return bytes;
  }

  @Override
  public Set<String> names() {
    return contents.keySet();
  }

  @Override
  public long bytes(String name) {
    return content(name).length;
  }

  @Override
  public InputStream open(String name) {
    return new ByteArrayInputStream(content(name));
  }

  private byte[] content(String name) {
    return Objects.requireNonNull(contents.get(name), name);
  }

  @Override
  public void close() {}
}
