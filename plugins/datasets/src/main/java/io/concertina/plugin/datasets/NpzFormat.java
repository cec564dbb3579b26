package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * NumPy's zip of arrays, one NPY file each.
 *
 * <p>The option {@code only} names the array to read. Without it that is the only one, or among
 * several the one called {@code X} or {@code x}.
 */
final class NpzFormat implements DatasetFormat {

  private static final String SUFFIX = ".npy";

  /** More arrays than anyone puts into one file. */
  private static final int MOST_ENTRIES = 10_000;

  @Override
  public String name() {
    return "npz";
  }

  @Override
  public boolean accepts(Path file) {
    return file.toString().endsWith(".npz");
  }

  @Override
  public Dataset open(Path file, DatasetOptions options) {
    Content.size(file);
    Map<String, ZipEntry> arrays = arrays(file);
    String array = choose(file, List.copyOf(arrays.keySet()), options);
    Content content = content(file, array, Objects.requireNonNull(arrays.get(array)));
    return ArrayFile.open(content, NpyHeader.read(content), options);
  }

  private static Map<String, ZipEntry> arrays(Path file) {
    Map<String, ZipEntry> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MOST_ENTRIES) {
        throw new DataException(
            file.toString(), "at most " + MOST_ENTRIES + " arrays", zip.size() + " entries");
      }
      for (ZipEntry entry : zip.stream().toList()) {
        String name = entry.getName();
        if (!name.endsWith(SUFFIX)) {
          continue;
        }
        String array = name.substring(0, name.length() - SUFFIX.length());
        if (arrays.put(array, entry) != null) {
          throw new DataException(
              file.toString(),
              "arrays of different names",
              "two named " + Excerpt.quoted(array) + "; the file is damaged");
        }
      }
    } catch (IOException e) {
      throw Content.failure(file.toString(), e);
    }
    if (arrays.isEmpty()) {
      throw new DataException(file.toString(), "a zip of .npy arrays", "no array in it");
    }
    return arrays;
  }

  private static String choose(Path file, List<String> arrays, DatasetOptions options) {
    List<String> chosen = Columns.choose(file.toString(), "array", arrays, options);
    if (chosen.size() == 1) {
      return chosen.getFirst();
    }
    List<String> samples = new ArrayList<>(List.of("X", "x"));
    samples.retainAll(chosen);
    if (samples.isEmpty() || !options.only().isEmpty()) {
      throw new DataException(
          file.toString(),
          "one array, or one called X",
          Excerpt.of(String.join(", ", chosen), 400) + "; name the one to read");
    }
    return samples.getFirst();
  }

  /** An entry as content; it is compared with the size that the zip claims for it. */
  private static Content content(Path file, String array, ZipEntry entry) {
    long most = Math.min(entry.getCompressedSize(), Content.size(file));
    long bound = Math.min(most, Long.MAX_VALUE / Content.DEFLATE_RATIO) * Content.DEFLATE_RATIO;
    return new Content(
        file + "[" + Excerpt.of(array, 120) + "]",
        Math.min(bound, Math.max(0, entry.getSize())),
        true,
        () -> open(file, entry.getName()));
  }

  /** Opens an entry; closing the stream closes the file. */
  private static InputStream open(Path file, String name) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    try {
      ZipEntry entry = zip.getEntry(name);
      InputStream in = entry == null ? null : zip.getInputStream(entry);
      if (in == null) {
        throw new IOException("entry " + name + " is gone");
      }
      return new Entry(in, zip, entry.getCrc());
    } catch (IOException e) {
      zip.close();
      throw e;
    }
  }

  /** An entry's bytes; its checksum is compared at the end, which {@link ZipFile} does not do. */
  private static final class Entry extends CheckedInputStream {

    private final ZipFile zip;
    private final long crc;

    Entry(InputStream in, ZipFile zip, long crc) {
      super(in, new CRC32());
      this.zip = zip;
      this.crc = crc;
    }

    @Override
    public int read() throws IOException {
      return checked(super.read());
    }

    @Override
    public int read(byte[] buffer, int from, int count) throws IOException {
      return checked(super.read(buffer, from, count));
    }

    private int checked(int read) throws IOException {
      if (read < 0 && getChecksum().getValue() != crc) {
        throw new ZipException("checksum of the entry is wrong");
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
