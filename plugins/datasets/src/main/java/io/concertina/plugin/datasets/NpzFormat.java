package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.ColumnChoice;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * NumPy's zip of arrays, one NPY file each.
 *
 * <p>The feature is the array that the file's name says behind a hash ({@code d.npz#x_test}), else
 * the one that the option {@code only} names, else the only one that nothing else takes, else the
 * one called {@code X} or {@code x}. Labels, weights, targets, lengths and keys are arrays, too.
 */
final class NpzFormat implements DatasetFormat {

  private static final String SUFFIX = ".npy";

  private static final Pattern ARRAY =
      Pattern.compile("(?<file>.*\\.npz)#(?<array>.+)", Pattern.CASE_INSENSITIVE);

  /** More arrays than anyone puts into one file. */
  private static final int MOST_ENTRIES = 10_000;

  @Override
  public String name() {
    return "npz";
  }

  @Override
  public boolean accepts(Path file) {
    return FileNames.end(file, ".npz") || ARRAY.matcher(file.toString()).matches();
  }

  @Override
  public List<String> columns(Path file, DatasetOptions options) {
    Path archive = archive(file);
    Content.size(archive);
    return List.copyOf(arrays(archive).keySet());
  }

  private static Path archive(Path file) {
    Matcher named = ARRAY.matcher(file.toString());
    return named.matches() ? Path.of(named.group("file")) : file;
  }

  @Override
  public Dataset open(Path file, DatasetOptions options) {
    Path archive = archive(file);
    Content.size(archive);
    NpzArrays arrays = new NpzArrays(archive, arrays(archive), options);
    Matcher named = ARRAY.matcher(file.toString());
    ColumnChoice choice = options.columns();
    return arrays.rows(
        named.matches() ? choice.only(List.of(named.group("array"))).without(List.of()) : choice);
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

  /** An entry as content; it is compared with the size that the zip claims for it. */
  static Content content(Path file, String array, ZipEntry entry) {
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
